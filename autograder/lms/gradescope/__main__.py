"""In Gradescope's container: grade the submission that lies there, and write results.json.

    python -m autograder.lms.gradescope [HOME] [--self-test]

HOME is /autograder, or AUTOGRADER_HOME; this runs in the folder where course.zip was unpacked. Exit code 1 and no
results.json for a fault of ours: Gradescope then says that the autograder failed, which is true, and records no score.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import course
from autograder.classroom.intake import take_in
from autograder.classroom.submission import Submission, prepare
from autograder.course import Assignment
from autograder.course.seed import secret_seed
from autograder.engine.head_start import start_engine
from autograder.engine.limits import limits_of
from autograder.engine.report import Report, Status, printable
from autograder.errors import GradingError, UserError
from autograder.files import write_whole
from autograder.lms.gradescope.metadata import read_metadata
from autograder.lms.gradescope.results import VISIBILITIES, problems, refused, results

_WARM_UP = 300.0  # seconds that the image's build may spend on what known mistakes answer
_ATTEMPTS = 2


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder.lms.gradescope", description=__doc__)
    parser.add_argument("home", nargs="?", type=Path, default=Path(os.environ.get("AUTOGRADER_HOME", "/autograder")))
    parser.add_argument(
        "--self-test", action="store_true", help="grade the course's own solution and the empty release"
    )
    chosen = parser.parse_args(arguments)
    try:
        settings = read_settings(chosen.home / "source" / "gradescope.json")
        assignment = course.load(course.find_root(), settings["assignment"])
        if chosen.self_test:
            self_test(assignment)
        else:
            run(assignment, chosen.home, settings)
    except UserError as error:
        print(f"error: {printable(str(error))}", file=sys.stderr)
        return 2
    except Exception as error:  # whatever it was, it was not the student
        kind = "" if isinstance(error, GradingError) else f"{type(error).__name__}: "
        print(
            f"error: this submission could not be graded, and has no score: {kind}{printable(str(error))}",
            file=sys.stderr,
        )
        return 1
    return 0


def read_settings(path: Path) -> dict[str, Any]:
    """gradescope.json, complete; raises UserError where it says something else than it may."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        settings = {
            "assignment": str(found["assignment"]),
            "feedback": found.get("feedback", "visible"),
            "checks": found.get("checks", "hidden"),
            "seconds": float(found.get("seconds", 480)),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"{path}: cannot be used ({type(error).__name__}: {error}): build gradescope.zip again"
        ) from None
    for name in ("feedback", "checks"):
        if settings[name] not in VISIBILITIES:
            raise UserError(f"{path}: {name} must be one of {', '.join(VISIBILITIES)}, not {settings[name]!r}")
    if not settings["seconds"] > 0:
        raise UserError(f"{path}: seconds must be a positive number, not {settings['seconds']:g}")
    return settings


def run(assignment: Assignment, home: Path, settings: Mapping[str, Any]) -> None:
    """Grade HOME/submission and write HOME/results/results.json; raises GradingError for a fault of ours."""
    out = home / "results" / "results.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    metadata = read_metadata(home / "submission_metadata.json")
    release = assignment.read_release()
    (home / "submission").mkdir(exist_ok=True)  # an upload without files leaves none
    try:
        prepared = prepare(handed_in(home / "submission", assignment), assignment, release)
    except UserError as error:  # nothing to grade: the student must learn what to do, at once
        message = str(error).replace(f"{home / 'submission'}/", "").replace(str(home / "submission"), "your submission")
        _write(out, refused(message, assignment.max_score))
        return
    limits = limits_of(assignment)
    limits = replace(limits, submission_seconds=min(limits.submission_seconds, settings["seconds"]))
    with start_engine(assignment, limits=limits, seed=secret_seed(assignment)) as engine:
        for attempt in range(_ATTEMPTS):
            report = engine.grade(prepared.notebook, files=prepared.files).report
            if report.status is not Status.ERROR:
                break
            print(f"attempt {attempt + 1} of {_ATTEMPTS}: {_faults(report)}", file=sys.stderr)
        else:
            raise GradingError(_faults(report))
    found = results(report, [*metadata.notes(), *prepared.notes], settings["feedback"], settings["checks"])
    found["extra_data"] |= metadata.to_dict()
    _write(out, found)
    print(
        f"{assignment.name}: {report.score:g} of {report.max_score:g}, sandbox {report.sandbox}, {report.seconds:g} s"
    )


def handed_in(folder: Path, assignment: Assignment) -> Submission:
    """The submission in a folder, or in a folder below it, as an uploaded archive leaves it.

    Raises UserError as `take_in`, for the whole of the upload.
    """
    expected = f"{assignment.topic}.ipynb"
    found = sorted(
        (Path(name) for name in take_in(folder, above=0).notebooks),
        key=lambda path: (len(path.parts), path.name != expected, str(path)),
    )
    named = [path for path in found if path.name == expected]
    notebook = folder / named[0] if named else folder / found[0] if len(found) == 1 else None
    return Submission("submission", notebook.parent if notebook else folder, notebook)


def self_test(assignment: Assignment) -> None:
    """Try out an installation: the solution must score full marks and the release none.

    Then find out what known mistakes answer, as far as there is time: that makes feedback on each of them quick. The
    secret seed is made with the image, so that all submissions have the same. Raises UserError where no sandbox can be
    had, and GradingError where the scores are others.
    """
    started = time.monotonic()
    with start_engine(assignment, seed=secret_seed(assignment)) as engine:
        for name, notebook in (("solution", assignment.read_source()), ("release", assignment.read_release())):
            report = engine.grade(notebook).report
            wanted = sum(exercise.points for exercise in assignment.exercises if not exercise.manual)
            if report.status is Status.ERROR:
                raise GradingError(f"self-test: the {name} could not be graded: {_faults(report)}")
            if report.score != (wanted if name == "solution" else 0):
                raise GradingError(f"self-test: the {name} scores {report.score:g} of {wanted:g}")
        for exercise in assignment.exercises:
            if not exercise.manual and time.monotonic() - started < _WARM_UP:
                engine.diagnoses.answers(exercise.id)
        print(f"self-test passed: {assignment.name}, sandbox {report.sandbox}, {time.monotonic() - started:.0f} s")


def _faults(report: Report) -> str:
    return "; ".join(
        f"{result.id}: {check.message}"
        for result in report.exercises
        for check in result.checks
        if check.status is Status.ERROR
    )


def _write(path: Path, found: Mapping[str, Any]) -> None:
    """Write results.json in one step; what Gradescope would not understand must not look like a result."""
    if wrong := problems(found):
        raise GradingError(f"results.json would be malformed: {'; '.join(wrong)}")
    write_whole(path, (json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())


if __name__ == "__main__":
    sys.exit(main())
