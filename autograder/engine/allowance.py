"""What the cells and checks of one submission may take: their whole limits, until much had to be stopped.

An endless loop takes its whole limit, and nobody can tell it from slow work but by waiting. A submission of nothing but
such loops would take it again and again; so once that has cost as much as one of the longest limits, the rest gets a
third, and once it has cost a third more, so much that a right answer is still far below: several times what the
solution takes at that very place. Who has nothing stopped is never given less, however slow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from autograder.boundary.jail import Limits
from autograder.boundary.process import COPY_SECONDS
from autograder.engine.checks import Check
from autograder.engine.plan import Step

_FIRST_LESS = 1 / 3  # of a limit
_LEAST = 2.0  # seconds
_TIMES = 5.0  # what the solution takes


class Needs(Protocol):
    """What the solution takes, in seconds of the processor; None where nobody knows."""

    def cell_takes(self, step: Step) -> float | None: ...

    def check_takes(self, check: Check) -> float | None: ...


class Given(NamedTuple):
    """Seconds of the processor, and whether that is less than usual."""

    seconds: float
    less: bool


@dataclass
class Allowance:
    """One submission's. `stopped` is the time that went into cells and checks which had to be stopped."""

    limits: Limits
    needs: Needs | None = None
    stopped: float = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether so much had to be stopped that only what is quick still counts."""
        return self.stopped >= self._longest * (1 + _FIRST_LESS)

    def cell(self, step: Step) -> Given:
        """What a cell may take now."""
        return self._given(self.limits.cell_seconds, lambda needs: needs.cell_takes(step))

    def check(self, check: Check) -> Given:
        """What a check may take now."""
        return self._given(self.limits.check_seconds, lambda needs: needs.check_takes(check))

    def copy(self) -> float:
        """What it may take now to copy the notebook's process: milliseconds are enough."""
        return self._given(COPY_SECONDS, lambda needs: None).seconds

    @property
    def _longest(self) -> float:
        return max(self.limits.cell_seconds, self.limits.check_seconds)

    def _given(self, usual: float, takes: Callable[[Needs], float | None]) -> Given:
        if self.stopped < self._longest:  # what the solution takes is not asked for nothing: it has to run for that
            return Given(usual, False)
        needed = takes(self.needs) if self.needs is not None else None
        most = usual * _FIRST_LESS
        share = max(min(_LEAST, most) if self.is_spent else most, _TIMES * (needed or 0.0))
        return Given(min(usual, share), share < usual)
