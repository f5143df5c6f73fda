"""The line between a student's code and the grader: sandbox, worker, wire, and the `student` that checks talk to."""
