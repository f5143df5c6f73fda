"""What came of grading a class: one entry a student, and the table a teacher reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.classroom.record import FORCED, NEW
from autograder.classroom.several import CAREFUL, counted
from autograder.engine.report import Report, Status, one_line

_STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.ERROR: "bold magenta",
    Status.MANUAL: "dim",
}
_MARKS = {Status.PASSED: "✓", Status.PARTIAL: "½", Status.FAILED: "✗"}
LONGEST_NAME = 40  # characters of a student's id in a table: a longer one is cut, and not the others' columns
_NOTE_WIDTH = 12


@dataclass(frozen=True)
class Entry:
    """One student's result. `score` is None where none was recorded; `exercises` maps ids to scores, None likewise.

    `resumed` says that the record held; where it did not, `why` says what was different.

    `max_score` counts every exercise, `automatic` those alone that are not graded by hand. `warnings` are the remarks
    that somebody must look into.
    """

    student: str
    score: float | None
    max_score: float
    automatic: float
    status: Status
    exercises: Mapping[str, float | None]
    note: str = ""
    seconds: float = 0.0
    resumed: bool = False
    why: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, student: str, report: Report, *, note: str = "", resumed: bool = False, failed: bool = False) -> Entry:
        """The entry for a report; `failed`: the report is sound, but could not be recorded."""
        status = Status.ERROR if failed else report.status
        score = None if status is Status.ERROR else report.score
        scores = {result.id: result.score for result in report.exercises}
        automatic = sum(result.points for result in report.exercises if result.status is not Status.MANUAL)
        warnings = tuple(line for line in (report.message or "").splitlines() if line.startswith(CAREFUL))
        return cls(
            student,
            score,
            report.max_score,
            automatic,
            status,
            scores,
            note,
            report.seconds,
            resumed,
            warnings=warnings,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "student": self.student,
            "score": self.score,
            "max_score": self.max_score,
            "status": self.status.value,
            "exercises": dict(self.exercises),
            "note": self.note,
            "seconds": self.seconds,
            "resumed": self.resumed,
            "why": list(self.why),
        }


def reasons(whys: Iterable[tuple[str, ...]]) -> str:
    """Why submissions are to be graded, counted: "2 not graded yet, 3 stale (the checks changed)"."""
    told: dict[tuple[str, ...], str] = {(NEW,): NEW, (FORCED,): FORCED}
    counted = Counter(told.get(why, f"stale ({', '.join(why)})") for why in whys)
    return ", ".join(f"{number} {why}" for why, number in counted.most_common())


@dataclass(frozen=True)
class Summary:
    """The result of `grade`: entries by student's name; `seconds` is the wall-clock time of this run."""

    assignment: str
    points: Mapping[str, float]
    manual: frozenset[str]
    entries: tuple[Entry, ...]
    seconds: float

    @property
    def errors(self) -> tuple[Entry, ...]:
        """The students for whom no score was recorded."""
        return tuple(entry for entry in self.entries if entry.status is Status.ERROR)

    @property
    def ok(self) -> bool:
        """Whether every submission was graded and recorded (whatever it scored)."""
        return not self.errors

    @property
    def warnings(self) -> tuple[str, ...]:
        """What somebody must look into, and whose submission it is."""
        return tuple(f"{entry.student}: {warning}" for entry in self.entries for warning in entry.warnings)

    @property
    def graded(self) -> int:
        """How many submissions were graded in this run, those that failed to be included."""
        return sum(not entry.resumed for entry in self.entries)

    @property
    def submissions_per_second(self) -> float:
        """Throughput of this run; 0 where nothing was left to grade."""
        return self.graded / self.seconds if self.seconds > 0 else 0.0

    def sentence(self) -> str:
        """What was graded and why, and what was left as it is."""
        graded = [entry.why for entry in self.entries if not entry.resumed]
        kept = len(self.entries) - len(graded)
        parts = [f"{len(graded)} graded: {reasons(graded)}"] if graded else []
        return "; ".join([*parts, *([f"{kept} unchanged, as recorded"] if kept else [])])

    def next_steps(self, pages: str | None) -> list[str]:
        """Where the students' pages lie (None: none were written), and what there is to do with them, a line each."""
        name = self.assignment
        lines = [f"pages for students: {pages}"] if pages and len(self.errors) < len(self.entries) else []
        if self.errors:
            count = len(self.errors)
            lines.append(f"not graded: {count}, see the notes; mend that and run `autograder grade {name}` again")
        if self.manual:
            by_hand = ", ".join(sorted(self.manual))
            lines.append(
                f"next: grade {by_hand} by hand in the Formgrader; `autograder status {name}` says what is open"
            )
            lines.append(f"then: `nbgrader generate_feedback {name} --force`, which puts those points into the pages")
        lines.append(
            f"{'last' if self.manual else 'next'}: `nbgrader release_feedback {name}`, or hand out the pages; "
            f"`autograder export {name} --format csv` for the scores, `autograder report {name}` about the class"
        )
        return lines

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "assignment": self.assignment,
            "students": [entry.to_dict() for entry in self.entries],
            "scores": {entry.student: entry.score for entry in self.entries},
            "statuses": {entry.student: entry.status.value for entry in self.entries},
            "warnings": list(self.warnings),
            "errors": {entry.student: entry.note for entry in self.errors},
            "seconds": round(self.seconds, 3),
            "submissions_per_second": round(self.submissions_per_second, 3),
            "ok": self.ok,
        }

    def table(self) -> Table:
        """The gradebook as a table: total and status, then a numbered column an exercise, and remarks.

        Where the terminal is too narrow for the points of each exercise, a mark stands for them.
        """
        longest = min(LONGEST_NAME, max((len(entry.student) for entry in self.entries), default=0))
        exact = Console().width >= longest + 16 + 4 * len(self.points) + _NOTE_WIDTH
        automatic = sum(points for name, points in self.points.items() if name not in self.manual)
        legend = " · ".join(f"{n} {name} ({points:g})" for n, (name, points) in enumerate(self.points.items(), 1))
        marks = "" if exact else "\n✓ all points  ½ some  ✗ none  ! not graded"
        by_hand = f"\n✎ graded by hand, {sum(self.points.values()) - automatic:g} points, not in the total"
        table = Table(
            title=f"{self.assignment} · {counted(len(self.entries), 'submission')} · {automatic:g} points",
            caption=legend.replace(" (", "\N{NO-BREAK SPACE}(") + marks + (by_hand if self.manual else ""),
            caption_justify="left",
            box=box.SIMPLE_HEAD,
            padding=0,  # the box puts a space between columns
        )
        table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=LONGEST_NAME)
        table.add_column("total", justify="right", no_wrap=True, min_width=5)
        table.add_column("status", no_wrap=True, min_width=7)
        for number in range(1, len(self.points) + 1):
            table.add_column(str(number), justify="right", no_wrap=True, min_width=3 if exact else len(str(number)))
        table.add_column("note", overflow="fold")
        for entry in self.entries:
            table.add_row(
                Text(one_line(entry.student)),
                "–" if entry.score is None else f"{entry.score:.2f}",
                Text(entry.status.value, _STYLES[entry.status]),
                *(self._cell(entry, name, exact) for name in self.points),
                Text(entry.note),
            )
        return table

    def _cell(self, entry: Entry, name: str, exact: bool) -> Text:
        score = entry.exercises.get(name)
        if name in self.manual:
            return Text("✎", "dim")
        if score is None:
            return Text("!", _STYLES[Status.ERROR])
        points = self.points[name]
        status = Status.PASSED if score >= points else Status.PARTIAL if score > 0 else Status.FAILED
        text = f"{score:.2g}".removeprefix("0") or "0"
        return Text(text if exact else _MARKS[status], _STYLES[status])
