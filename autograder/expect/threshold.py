"""Asserting that a measured share is large enough, and keeping what was measured for calibration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from autograder.expect.evidence import judges
from autograder.expect.words import Mismatch


class Reached(NamedTuple):
    """One call of `assert_at_least`: what a threshold was held against."""

    what: str
    value: float
    threshold: float


_recording: ContextVar[list[Reached] | None] = ContextVar("recording", default=None)


@judges
def assert_at_least(value: float, threshold: float, *, what: str) -> None:
    """`value`, a share or another score that a right answer reaches with some luck, is at least `threshold`.

    `what` names it and belongs in the statement together with the threshold ("the accuracy on new digits"); the message
    says both numbers. For thresholds that were calibrated: `autograder calibrate` measures every call over many seeds.

    Raises Mismatch, for NaN too; TypeError where `value` is no number.
    """
    __tracebackhide__ = True
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"assert_at_least compares a number, not {type(value).__name__}")
    if (calls := _recording.get()) is not None:
        calls.append(Reached(what, float(value), float(threshold)))
    if not value >= threshold:
        raise Mismatch(f"{what} is {value:.3g}; it must be at least {threshold:.3g}")


@contextmanager
def recorded() -> Iterator[list[Reached]]:
    """Collect every call of `assert_at_least` made inside, those that fail too."""
    calls: list[Reached] = []
    token = _recording.set(calls)
    try:
        yield calls
    finally:
        _recording.reset(token)
