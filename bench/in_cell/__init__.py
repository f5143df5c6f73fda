"""What the hidden checks ask, written as graders without a sandbox need it: asserts beside the student's code."""
