"""The archive for Gradescope."""

import json
from pathlib import Path

from autograder.course import Assignment
from autograder.files import write_whole
from autograder.lms import pins
from autograder.lms.archive import course_files, zipped

_CONTAINER = Path(__file__).parent / "container"
_SCRIPTS = ("run_autograder", "setup.sh")


def build_gradescope(assignment: Assignment, path: Path, extra_index_url: str | None = None) -> Path:
    """Write gradescope.zip and return where; the same course gives the same bytes.

    `extra_index_url` is where the image's build finds the CPU build of torch. Raises UserError where the course cannot
    be read.
    """
    settings = {"assignment": assignment.name, "feedback": "visible", "checks": "hidden", "seconds": 480}
    members = {
        **{name: (_CONTAINER / name).read_bytes() for name in _SCRIPTS},
        "course.zip": zipped(course_files(assignment, for_engine=True)),
        "gradescope.json": (json.dumps(settings, indent=2) + "\n").encode(),
        "requirements.txt": pins.text(pins.for_engine(assignment), extra_index_url).encode(),
    }
    write_whole(path, zipped(members, executable=_SCRIPTS))
    return path
