"""Whose turn it is: in the order given, but who takes far longer than the others comes after all of them.

A submission that never ends cannot be told from a slow one but by waiting. So nobody is cut short for it: what is not
done within a few times of what others take is set aside, and graded whole, with every limit as it stands, after them.
Those that slept come last of all: they need time and no processor, and several can be waited for at once.
"""

from __future__ import annotations

import bisect
import statistics
from collections import deque
from collections.abc import Iterable

from autograder.classroom.submission import Submission

_TIMES = 3.0  # what others take: with one hostile submission in twenty, a class takes a tenth longer
_LEAST_S = 2.0
_AT_FIRST_S = 10.0  # while nobody knows what others take; doubled for each that is set aside then
_KNOWN = 3  # graded submissions that say it


class Turns:
    """True while somebody waits."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self._waiting = deque(submissions)
        self._aside: deque[Submission] = deque()
        self._asleep: deque[Submission] = deque()  # aside, too
        self._last: set[str] = set()  # who was set aside, and has all the time there is
        self._taken: list[float] = []

    def __bool__(self) -> bool:
        return bool(self._waiting or self._aside or self._asleep)

    @property
    def only_sleepers(self) -> bool:
        """Whether all who wait slept when it was their turn."""
        return bool(self._asleep) and not (self._waiting or self._aside)

    def next(self) -> tuple[Submission, float | None]:
        """The next one, and the seconds after which it is to be set aside, if it is."""
        submission = (self._waiting or self._aside or self._asleep).popleft()
        return submission, None if submission.student in self._last else self._within()

    def done(self, seconds: float) -> None:
        """One has been graded, and was waited for that long."""
        bisect.insort(self._taken, seconds)  # of a sorted list the median is there at once

    def again(self, submission: Submission) -> None:
        """This one was lost, through no fault of its own."""
        self._waiting.append(submission)

    def set_aside(self, submission: Submission, *, asleep: bool = False) -> None:
        (self._asleep if asleep else self._aside).append(submission)
        self._last.add(submission.student)

    def _within(self) -> float:
        if len(self._taken) < _KNOWN:
            return float(_AT_FIRST_S * 2 ** len(self._last))
        return max(_LEAST_S, _TIMES * statistics.median(self._taken))
