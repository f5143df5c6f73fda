"""Make the class, grade it and say where everything is: `python -m demo [ASSIGNMENT] [--jobs N]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

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
    parser.add_argument("assignment", nargs="?", default="01_tensors")
    parser.add_argument("--jobs", type=int, default=2, help="grading processes (default: 2)")
    arguments = parser.parse_args()
    stay_inside()

    from rich.console import Console

    from autograder.course import CONFIG
    from autograder.errors import GradingError, UserError
    from autograder.grading.class_report import write
    from autograder.grading.grade import grade
    from autograder.lms.bookkeeping import Books
    from demo.make_class import CLASS, COURSE, DUE, make_class

    console = Console()
    try:
        assignment = make_class(arguments.assignment, ROOT)
        console.print(f"{len(CLASS)} submissions of {assignment.name}, {arguments.jobs} grading processes")
        with Books(COURSE, assignment) as books:
            books.set_due(DUE)
            for student in CLASS:
                books.name_student(student.id, student.first, student.last)
        summary = grade(assignment, COURSE, jobs=arguments.jobs)
        report = write(assignment, COURSE, COURSE / "reports" / f"{assignment.name}.html")
    except (UserError, GradingError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2

    console.print(summary.table())
    first = CLASS[1].id
    here = COURSE.relative_to(ROOT)
    rate = f"{summary.seconds:.1f} s, {summary.submissions_per_second:.2f} submissions a second"
    console.print(f"Graded {summary.graded} submissions in {rate}.", highlight=False)
    for what, where in (
        ("class report", report.relative_to(ROOT)),
        ("feedback pages", here / "feedback" / first / assignment.name / f"{assignment.topic}.html"),
        ("reports", here / "reports" / assignment.name / f"{first}.json"),
        ("gradebook", here / "gradebook.db"),
        ("configuration", here / CONFIG),
    ):
        console.print(f"  {what:15} {where}", highlight=False, soft_wrap=True)
    return 0 if summary.ok else 1


if __name__ == "__main__":
    sys.exit(main())
