"""Make the class, grade it and say where everything is: `python -m demo [ASSIGNMENT…] [--jobs N]`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]


def stay_inside() -> None:
    """Keep what Jupyter, IPython and matplotlib write in the checkout's .cache/, unless told otherwise."""
    cache = ROOT / ".cache"
    places = {
        "JUPYTER_DATA_DIR": cache / "jupyter" / "data",
        "JUPYTER_CONFIG_DIR": cache / "jupyter" / "config",
        "JUPYTER_RUNTIME_DIR": cache / "jupyter" / "runtime",
        "IPYTHONDIR": cache / "ipython",
        "MPLCONFIGDIR": cache / "matplotlib",
    }
    for name, place in places.items():
        os.environ.setdefault(name, str(place))
        Path(os.environ[name]).mkdir(parents=True, exist_ok=True)


def main() -> int:
    """Returns the exit code: 1 where a submission could not be graded, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Grade a made-up class.")
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="as 01_tensors; default: all")
    parser.add_argument("--jobs", type=int, default=2, help="grading processes (default: 2)")
    arguments = parser.parse_args()
    stay_inside()

    from rich.console import Console

    from autograder.course import CONFIG, names
    from autograder.errors import GradingError, UserError
    from demo.make_class import COURSE

    console = Console()
    shutil.rmtree(COURSE, ignore_errors=True)
    known = names(ROOT)
    try:
        graded = [grade_one(name, known[0], arguments.jobs, console) for name in arguments.assignments or known]
    except (UserError, GradingError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    here = COURSE.relative_to(ROOT)
    console.print(f"gradebook       {here / 'gradebook.db'}", highlight=False)
    console.print(f"configuration   {here / CONFIG}", highlight=False)
    return 0 if all(graded) else 1


def grade_one(name: str, first: str, jobs: int, console: Console) -> bool:
    """Make, grade and show one assignment's class; returns whether every submission could be graded.

    Raises UserError and GradingError as `grade` does.
    """
    from autograder.classroom.grade import grade
    from autograder.lms.nbgrader.books import Books
    from autograder.pages.class_report import write
    from demo.make_class import COURSE, DUE, handing_in, make_class

    students = handing_in(name, first)
    assignment = make_class(name, ROOT, students=students)
    console.print(f"{len(students)} submissions of {name}, {jobs} grading processes")
    with Books(COURSE, assignment) as books:
        books.set_due(DUE)
        for student in students:
            books.name_student(student.id, student.first, student.last)
    summary = grade(assignment, COURSE, Books, jobs=jobs)
    report = write(assignment, COURSE, COURSE / "reports" / f"{name}.html")

    console.print(summary.table())
    here = COURSE.relative_to(ROOT)
    example = next((student.id for student in students if student.skill < 1), students[0].id)
    rate = f"{summary.seconds:.1f} s, {summary.submissions_per_second:.2f} submissions a second"
    console.print(f"Graded {summary.graded} submissions in {rate}.", highlight=False)
    for what, where in (
        ("class report", report.relative_to(ROOT)),
        ("feedback pages", here / "feedback" / example / name / f"{assignment.topic}.html"),
        ("reports", here / "reports" / name / f"{example}.json"),
    ):
        console.print(f"  {what:15} {where}", highlight=False, soft_wrap=True)
    console.print()
    return summary.ok


if __name__ == "__main__":
    sys.exit(main())
