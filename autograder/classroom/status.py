"""Where a class stands: who has handed in, who is graded and with what, what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.classroom.record import ELSEWHERE, NEW, Held, stale, standard
from autograder.classroom.several import counted, named
from autograder.classroom.submission import digests, find, other_notebooks
from autograder.classroom.summary import LONGEST_NAME
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.engine.report import one_line, printable
from autograder.errors import UserError

_GONE = "handed in no more"
_MOST_ABSENT = 20


@dataclass(frozen=True)
class Standing:
    """One student. `stale` says why a submission is to be graded (again); empty where the record holds.

    `other_notebooks` were handed in beside the one that is graded.
    """

    student: str
    handed_in: bool
    stale: tuple[str, ...]
    held: Held | None
    other_notebooks: tuple[str, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether the gradebook has an automatic score, an old one or not."""
        return self.held is not None and any(score is not None for score in self.held.scores.values())

    @property
    def exported(self) -> dict[str, bool]:
        """The formats that were exported, and whether with the total there is now."""
        record = self.held.record if self.held is not None else None
        if record is None or self.held is None:
            return {}
        return {format: total == self.held.total for format, total in record.exported.items()}

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        held, record = self.held, self.held.record if self.held is not None else None
        return {
            "student": self.student,
            "handed_in": self.handed_in,
            "graded": self.graded,
            "stale": list(self.stale),
            "other_notebooks": list(self.other_notebooks),
            "total": held.total if held else None,
            "recorded": record.recorded if record else None,
            "by": record.way if record else None,
            "hand_grading_open": list(held.by_hand) if held else [],
            "feedback": bool(held and held.feedback),
            "released": bool(held and held.released),
            "exported": self.exported,
            "regraded": [
                {"recorded": one.recorded, "reason": one.reason, "before": dict(one.before), "after": dict(one.after)}
                for one in (held.regraded if held else ())
            ],
        }


@dataclass(frozen=True)
class ClassStatus:
    """Everybody, by id."""

    assignment: str
    standings: tuple[Standing, ...]
    absent: tuple[str, ...] = ()  # of the students that the gradebook lists: handed in nothing

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        students = [standing.to_dict() for standing in self.standings]
        return {"assignment": self.assignment, "students": students, "handed_in_nothing": list(self.absent)}

    def table(self) -> Table:
        """A row a student; the caption counts."""
        table = Table(
            title=f"{self.assignment} · {counted(len(self.standings), 'student')}", box=box.SIMPLE_HEAD, padding=0
        )
        for name in ("student", "handed in", "graded", "by hand", "feedback", "exported"):
            table.add_column(name, no_wrap=name != "exported", max_width=LONGEST_NAME if name == "student" else None)
        table.add_column("to do", overflow="fold")
        for one in self.standings:
            table.add_row(*(Text(one_line(text, 1_000)) for text in self._row(one)))
        table.caption = "\n".join([self.sentence(), *self._missing(), *self.regradings()])
        table.caption_justify = "left"
        return table

    def _missing(self) -> list[str]:
        return [f"{len(self.absent)} handed in nothing: {named(self.absent, _MOST_ABSENT)}"] if self.absent else []

    def regradings(self) -> list[str]:
        """When the class was graded again, and why, with how many gained and lost automatic points."""
        found: dict[tuple[str, str], list[float]] = {}
        for student in self.standings:
            for one in student.held.regraded if student.held else ():
                gain = _sum(one.after) - _sum(one.before)
                found.setdefault((one.recorded, one.reason), []).append(gain)
        return [
            f"graded again {recorded}: {printable(reason)} ({sum(gain > 0 for gain in gains)} gained, "
            f"{sum(gain < 0 for gain in gains)} lost, {sum(gain == 0 for gain in gains)} as before)"
            for (recorded, reason), gains in sorted(found.items())
        ]

    def sentence(self) -> str:
        """How many stand where."""
        new = sum(one.stale == (NEW,) for one in self.standings)
        counts = {
            "handed in": sum(one.handed_in for one in self.standings),
            "graded": sum(one.graded for one in self.standings),
            "not graded yet": new,
            "stale": sum(bool(one.stale) for one in self.standings) - new,
            "waiting for hand grading": sum(bool(one.held and one.held.by_hand) for one in self.standings),
        }
        return ", ".join(f"{number} {what}" for what, number in counts.items() if number or what == "graded")

    @staticmethod
    def _row(one: Standing) -> tuple[str, ...]:
        held = one.held
        feedback = "released" if held and held.released else "written" if held and held.feedback else "–"
        others = [f"also handed in: {named(one.other_notebooks)}"] if one.other_notebooks else []
        exported = [format if same else f"{format}, changed since" for format, same in one.exported.items()]
        return (
            one.student,
            "✓" if one.handed_in else "–",
            "–" if not one.graded else "stale" if one.stale else "✓",
            "open" if held and held.by_hand and one.graded else "–",
            feedback,
            "; ".join(exported) or "–",
            ", ".join([*one.stale, *others]),
        )


def _where_it_was_graded(held: Iterable[Held]) -> dict[str, str]:
    """The parts that a cluster decided, where it graded the whole class on one kind of machine."""
    records = [one.record for one in held if one.record is not None and one.record.whole]
    found = {tuple(one.standard.get(part, "") for part in ELSEWHERE) for one in records}
    only = next(iter(found)) if len(found) == 1 else ("",)
    return dict(zip(ELSEWHERE, only, strict=True)) if only[0] else {}


def _sum(scores: Mapping[str, float | None]) -> float:
    return round(sum(score for score in scores.values() if score is not None), 9)


def status(
    assignment: Assignment, course_root: Path, held: Mapping[str, Held], seed: Seed, listed: Iterable[str] = ()
) -> ClassStatus:
    """Compare what was handed in with what the gradebook holds; raises UserError where there is nothing of either.

    Where everybody was graded on one device, that is taken to be the class's. `listed` are the students of the course.
    """
    devices = {
        one.record.standard.get("device") for one in held.values() if one.record is not None and one.record.whole
    }
    now = standard(assignment, course_root, seed, devices.pop() if len(devices) == 1 else None)
    now |= _where_it_was_graded(held.values())
    try:
        submissions = {one.student: one for one in find(course_root, assignment)}
    except UserError:
        if not held:
            raise
        submissions = {}
    standings = []
    for student in sorted(submissions.keys() | held.keys()):
        one, mine = submissions.get(student), held.get(student)
        why = stale(mine, digests(one), now) if one is not None else (_GONE,)
        standings.append(Standing(student, one is not None, why, mine, other_notebooks(one) if one else ()))
    absent = sorted(set(listed) - {one.student for one in standings})
    return ClassStatus(assignment.name, tuple(standings), tuple(absent))
