"""Answers that have been judged before: a check is a function of its seed and of what it is answered.

For each check there is a tree. A node is a request; from it an edge leads, by the digest of the answer, to the request
that the check makes then, or to what the check came to. So a check whose every answer has been seen is not run at all,
and one that gets a new answer is run from there: the worker is asked the same things in the same order either way, each
when the answer before has come, and nothing is asked that the check would not ask. Only whole answers count, byte for
byte; what was stopped, refused or a fault of ours is never remembered. The tree lives in the grading process alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from autograder.boundary.tape import Tape
from autograder.boundary.weight import weight
from autograder.engine.evidence import Findings
from autograder.engine.report import CheckResult, Status

_MOST = 256 << 20  # bytes of everything that is remembered
_PART = 500  # bytes of a node, about

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One check tried on one answer: its result, and what it judged wrong on the way."""

    result: CheckResult
    findings: Findings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to, and how many bytes of answers its transcript kept.

    `late`: the process was stopped after something had been judged wrong, in a case that only explains.
    """

    trial: Trial
    noted: int
    late: bool = False

    def is_same(self, other: Verdict) -> bool:
        return _as_data(self) == _as_data(other)


@dataclass(slots=True)
class _Node:
    """A request, and where it leads, by the digest of the answer."""

    request: bytes
    after: dict[bytes, _Node | Verdict] = field(default_factory=dict)


class Judged:
    """What the checks of one assignment came to, by what they were answered."""

    def __init__(self) -> None:
        self.wandered: set[Key] = set()  # of checks that draw on something else: they are run each time
        self.doubts = False  # look at each verdict again, by running the check: for tests
        self._roots: dict[Key, _Node] = {}
        self._requests: dict[bytes, bytes] = {}  # one copy of each
        self._size = 0

    def look_up(self, key: Key, tape: Tape) -> Verdict | None:
        """Ask ahead what the check is known to ask, as far as the answers are known; the verdict where all are."""
        place: _Node | Verdict | None = None if key in self.wandered else self._roots.get(key)
        while isinstance(place, _Node):
            answered = tape.ask_ahead(place.request)
            place = place.after.get(answered) if answered is not None else None
        return place

    def keep(self, key: Key, tape: Tape, verdict: Verdict) -> None:
        """Remember what a check that was just run came to."""
        if not tape.is_whole or not tape.exchanges or key in self.wandered:
            return
        if verdict.trial.result.status not in (Status.PASSED, Status.FAILED):
            return
        size = weight(verdict.trial.findings.to_data()) + sum(len(request) + _PART for request, _ in tape.exchanges)
        if self._size + size > _MOST:
            self._roots.clear()
            self._requests.clear()
            self._size = 0
        self._size += size
        node = self._roots.setdefault(key, _Node(self._once(tape.exchanges[0][0])))
        for (request, answered), (following, _) in pairwise([*tape.exchanges, (b"", b"")]):
            is_last = len(following) == 0
            place = node.after.setdefault(answered, verdict if is_last else _Node(self._once(following)))
            if node.request != request or isinstance(place, Verdict) is not is_last:
                self.distrust(key)
                return
            if isinstance(place, _Node):
                node = place

    def distrust(self, key: Key) -> None:
        """This check does not do the same after the same answers."""
        self.wandered.add(key)
        self._roots.pop(key, None)

    def _once(self, request: bytes) -> bytes:
        return self._requests.setdefault(request, request)


def _as_data(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.trial.result, repr(verdict.trial.findings.to_data()), verdict.noted, verdict.late
