"""The course for otter-grader: `autograder build --target otter`.

    dist/otter/NN_topic/student/          what students get: notebook, visible tests, data, requirements.txt
    dist/otter/NN_topic/autograder.zip    what `otter run` and `otter grade` take; hidden checks, solutions included

Otter runs a submission in an ordinary kernel and its tests in that kernel too. Here the tests only ask: at every
exercise the kernel is forked, and the copy answers the course's own checks, which run in a process of their own
(`judge.py`) over the same wire as in the sandbox. So the scores are the same; what is missing is the jail.

    kernel ── in_kernel.py ──fork──▶ copy ◀── calls, values ──▶ judge.py ──▶ passed or failed ──▶ otter's test cases
"""
