"""What came of grading a class again: who gains and loses, and the table a teacher reads before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.classroom.summary import LONGEST_NAME, reasons
from autograder.engine.report import one_line, printable


@dataclass(frozen=True)
class Change:
    """One student: the points of each exercise before and after, those of a person in place of automatic ones.

    None where there is no score yet. `by_hand` are the exercises whose score a person gave, which stays. `late` are the
    points that lateness takes off, before and after. `failed` says that nothing can be written: `note` says why.
    """

    student: str
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]
    by_hand: tuple[str, ...]
    why: tuple[str, ...]
    note: str = ""
    failed: bool = False
    late: tuple[float, float] = (0.0, 0.0)

    @property
    def totals(self) -> tuple[float, float]:
        """Points in all before and after, as they are exported."""
        before, after = _total(self.before) - self.late[0], _total(self.after) - self.late[1]
        return round(max(0.0, before), 9), round(max(0.0, after), 9)

    @property
    def gain(self) -> float:
        """Points gained or lost in all; 0 where it could not be graded."""
        return 0.0 if self.failed else round(self.totals[1] - self.totals[0], 9)

    @property
    def moved(self) -> dict[str, tuple[float | None, float | None]]:
        """The exercises whose points change."""
        if self.failed:
            return {}
        names = [*self.before, *(name for name in self.after if name not in self.before)]
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "student": self.student,
            "before": self.totals[0],
            "after": None if self.failed else self.totals[1],
            "gain": self.gain,
            "exercises": {
                name: {"before": before, "after": after, "by_hand": name in self.by_hand}
                for name, (before, after) in self.moved.items()
            },
            "late": list(self.late),
            "why": list(self.why),
            "note": self.note,
        }


@dataclass(frozen=True)
class Regrading:
    """What was shown, and what came of it: `written` or not; `again` says that it was not what had been shown."""

    assignment: str
    reason: str
    changes: tuple[Change, ...]
    unchanged: int
    ungraded: int
    points: tuple[str, ...]
    written: bool
    again: bool

    @property
    def ok(self) -> bool:
        """Whether everything was graded, and written if that was asked for."""
        return not self.again and not any(change.failed for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "assignment": self.assignment,
            "reason": self.reason,
            "written": self.written,
            "points": list(self.points),
            "students": [change.to_dict() for change in self.changes],
            "unchanged": self.unchanged,
            "ungraded": self.ungraded,
        }

    @property
    def rows(self) -> list[Change]:
        """The changes that are worth a line."""
        return [one for one in self.changes if one.moved or one.gain or one.failed]

    def shown(self) -> Table | str:
        """What a teacher reads: the table, or a sentence where it would have no row."""
        if self.rows:
            return self.table()
        nobody = "nobody gains or loses" if self.changes else "no score is stale, so nobody gains or loses"
        return f"{self.assignment}: {nobody} ({self.sentence()})"

    def table(self) -> Table:
        """A row for everyone whose points change, or who could not be graded."""
        table = Table(title=Text(f"{self.assignment} · {printable(self.reason)}"), box=box.SIMPLE_HEAD, padding=0)
        for name in ("student", "before", "after", "change"):
            is_name = name == "student"
            table.add_column(
                name,
                no_wrap=True,
                justify="left" if is_name else "right",
                max_width=LONGEST_NAME if is_name else None,
            )
        table.add_column("exercises", overflow="fold")
        for one in self.rows:
            moved = [f"{name} {_shown(old)} → {_shown(new)}" for name, (old, new) in one.moved.items()]
            style = "" if not one.gain else "green" if one.gain > 0 else "red"
            table.add_row(
                Text(one_line(one.student)),
                _shown(one.totals[0]),
                "–" if one.failed else _shown(one.totals[1]),
                Text("not graded" if one.failed else f"{one.gain:+.4g}", style or "bold magenta" * one.failed),
                Text(", ".join([*moved, *([printable(one.note)] if one.note else [])])),
            )
        table.caption, table.caption_justify = self.sentence(), "left"
        return table

    def sentence(self) -> str:
        """How many gain and lose, and why."""
        graded = [one for one in self.changes if not one.failed]
        counts = {
            "gain": sum(one.gain > 0 for one in graded),
            "lose": sum(one.gain < 0 for one in graded),
            "as before": sum(one.gain == 0 for one in graded) + self.unchanged,
            "could not be graded, and keep what they have": len(self.changes) - len(graded),
            "were never graded: that is for `grade`": self.ungraded,
        }
        told = ", ".join(f"{n} {what}" for what, n in counts.items() if n or what in ("gain", "lose"))
        parts = [told, *([reasons(one.why for one in self.changes)] if self.changes else []), *self.points]
        return "; ".join(parts)


def _total(scores: Mapping[str, float | None]) -> float:
    return round(sum(score for score in scores.values() if score is not None), 9)


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:.4g}"
