"""The archive for Gradescope."""

import json
from pathlib import Path

from autograder.course import Assignment
from autograder.lms import pins
from autograder.lms.archive import course_files, write_zip

_CONTAINER = Path(__file__).parent / "container"
_SCRIPTS = ("run_autograder", "setup.sh")


def build_gradescope(assignment: Assignment, path: Path, extra_index_url: str | None = None) -> Path:
    """Write gradescope.zip and return where; the same course gives the same bytes.

    `extra_index_url` is where the image's build finds the CPU build of torch. Raises UserError where the course cannot
    be read.
    """
    index = [f"--extra-index-url {extra_index_url}"] if extra_index_url else []
    settings = {"assignment": assignment.name, "feedback": "visible", "checks": "hidden", "seconds": 480}
    course = path.with_suffix(".part")
    write_zip(course, course_files(assignment, for_engine=True))
    members = {
        **{name: (_CONTAINER / name).read_bytes() for name in _SCRIPTS},
        "course.zip": course.read_bytes(),
        "gradescope.json": (json.dumps(settings, indent=2) + "\n").encode(),
        "requirements.txt": ("\n".join([*index, *pins.for_engine(assignment)]) + "\n").encode(),
    }
    course.unlink()
    write_zip(path, members, executable=_SCRIPTS)
    return path
