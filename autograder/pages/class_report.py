"""One page about the whole class, for its teacher: who needs attention, what was hard, which mistakes many made."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.engine.report import Report, Status
from autograder.errors import UserError
from autograder.pages import plots, statistics
from autograder.pages.rendering import render

MOST = 25  # rows of a table of findings; the rest is counted


@dataclass(frozen=True, slots=True)
class Trouble:
    """A student without a score, and why."""

    student: str
    what: str
    why: str


def write(assignment: Assignment, course_root: Path, out: Path) -> Path:
    """Write the class report of `assignment` to `out` and return its path.

    Reads course_root/reports/<assignment>/<student>.json, which `autograder grade` leaves. A report that cannot be read
    is listed on the page. Raises UserError where there is no report at all, or `out` cannot be written.
    """
    folder = course_root / "reports" / assignment.name
    reports, troubles = _read(folder, assignment.name)
    if not reports and not troubles:
        raise UserError(f"{folder}: there are no reports yet: run `autograder grade {assignment.name}` first")
    known = set(reports) | {trouble.student for trouble in troubles}
    troubles += [
        Trouble(student, "no report", f"handed in, but not graded yet: run `autograder grade {assignment.name}`")
        for student in _submitters(course_root, assignment.name)
        if student not in known
    ]
    troubles += [_trouble(student, report) for student, report in reports.items() if report.status is Status.ERROR]
    page = _page(assignment, reports, sorted(troubles, key=lambda trouble: trouble.student))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{out}: cannot be written ({error.strerror}); choose another file with -o") from error
    return out


def _page(assignment: Assignment, reports: Mapping[str, Report], troubles: list[Trouble]) -> str:
    order = [exercise.id for exercise in assignment.exercises]
    scores = statistics.scores(reports)
    shares = statistics.shares(reports, order)
    return render(
        "class_report.html.j2",
        assignment=assignment.name,
        students=len({*reports, *(trouble.student for trouble in troubles)}),
        reports=reports,
        troubles=troubles,
        scores=scores,
        by_hand=sum(exercise.manual for exercise in assignment.exercises),
        histogram=plots.score_histogram(scores) if scores.percents else None,
        shares=shares,
        shares_plot=plots.exercise_shares(shares) if shares else None,
        rates=statistics.check_rates(reports),
        diagnoses=statistics.diagnoses(reports),
        recognition=[(one, _new_chaff(assignment, one)) for one in statistics.recognition(reports)],
        undiagnosed=statistics.undiagnosed(reports),
        incidents=statistics.incidents(reports),
        columns=[exercise for exercise in order if any(share.id == exercise for share in shares)],
        results={name: {result.id: result for result in report.exercises} for name, report in reports.items()},
        sandboxes=_counts(report.sandbox for report in reports.values() if report.versions),
        versions=_counts(
            ", ".join(f"{name} {version}" for name, version in sorted(report.versions.items()))
            for report in reports.values()
            if report.versions
        ),
        MOST=MOST,
    )


def _new_chaff(assignment: Assignment, found: statistics.Recognition) -> str | None:
    """The command that starts a chaff from an answer of the commonest kind without a name; None where there is none."""
    if found.evidence is None:
        return None
    notebook = Path("submitted", found.evidence.students[0], assignment.name, assignment.notebook_path.name)
    exercise = f"{assignment.name}/{found.exercise}"
    return f"autograder new-chaff {exercise} {shlex.quote(str(notebook))} --name WHAT_IT_IS"


def _read(folder: Path, assignment: str) -> tuple[dict[str, Report], list[Trouble]]:
    reports: dict[str, Report] = {}
    troubles = []
    for path in sorted(folder.glob("*.json")):
        try:
            report = Report.from_json(path.read_text(encoding="utf-8"))
            if report.assignment != assignment:
                raise UserError(f"this is a report about {report.assignment}; grade the submission again")
            reports[path.stem] = report
        except UserError as error:
            troubles.append(Trouble(path.stem, "unreadable report", f"{path.name}: {error}"))
        except (OSError, UnicodeDecodeError) as error:
            troubles.append(Trouble(path.stem, "unreadable report", f"{path.name}: cannot be read ({error})"))
    return reports, troubles


def _submitters(course_root: Path, assignment: str) -> list[str]:
    return sorted(path.parent.name for path in (course_root / "submitted").glob(f"*/{assignment}") if path.is_dir())


def _trouble(student: str, report: Report) -> Trouble:
    """Why a report is in error; for teachers, so what the checks themselves raised is told too."""
    failed = [result for result in report.exercises if result.status is Status.ERROR]
    reasons = [report.message] if report.message else []
    for result in failed:
        details = [check.message for check in result.checks if check.status is Status.ERROR and check.message]
        reason = "; ".join(dict.fromkeys([*([result.message] if result.message else []), *details]))
        if reason and not (report.message and reason == "not graded"):
            reasons.append(f"{result.id}: {reason}")
    automatic = [result for result in report.exercises if result.status is not Status.MANUAL]
    number = f"{len(failed)} exercise{'' if len(failed) == 1 else 's'} not graded"
    what = "not graded" if len(failed) == len(automatic) else number
    return Trouble(student, what, "\n".join(reasons) or "no reason was recorded")


def _counts(values: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(values).most_common()
