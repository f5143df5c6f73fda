"""What a course is on disk, and what is made of it: assignments, notebooks, release and solutions, authoring rules."""

from autograder.course.assignment import (
    CHECK_SUFFIX,
    IGNORED,
    Assignment,
    Exercise,
    exercise_of,
    find_root,
    load,
    names,
)
from autograder.course.config import CONFIG
from autograder.course.notebook import grade_id, read_notebook

__all__ = [
    "CHECK_SUFFIX",
    "CONFIG",
    "IGNORED",
    "Assignment",
    "Exercise",
    "exercise_of",
    "find_root",
    "grade_id",
    "load",
    "names",
    "read_notebook",
]
