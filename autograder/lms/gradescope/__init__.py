"""Gradescope with this course's own engine: `gradescope.zip`, made by `autograder build --target otter`.

    setup.sh          once, when Gradescope builds the image: packages, then course.zip unpacked and tried out
    run_autograder    for every submission: `python -m autograder.lms.gradescope`
    gradescope.json   the assignment, and who sees what; an instructor may edit it before uploading

A submission runs in the sandbox, in the strongest tier that the container allows; the checks run outside it.
"""
