"""Sandboxes that engines of one test process use one after the other: each takes seconds to start.

A class of a thousand is graded in one sandbox, too. Each submission has processes of its own in it, which end with it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from autograder.boundary import tiers
from autograder.boundary.sandbox import _VARIABLE, Sandbox

Kind = tuple[object, ...]


class Lender:
    """Stands where engines look for the class `Sandbox`: whoever closes what it gave gives it back."""

    def __init__(self) -> None:
        self._idle: dict[Kind, list[Sandbox]] = {}

    def __call__(self, hidden: tuple[Path, ...] = ()) -> Sandbox:
        kind = _kind(hidden)
        idle = self._idle.setdefault(kind, [])
        while idle:
            sandbox = idle.pop()
            if not sandbox._has_ended():
                return sandbox
            Sandbox.close(sandbox)
        sandbox = Sandbox(hidden)

        def give_back() -> None:
            if sandbox not in idle:
                idle.append(sandbox)

        sandbox.close = give_back  # type: ignore[method-assign]
        return sandbox

    def close(self) -> None:
        """End those that nobody has."""
        for sandbox in [each for idle in self._idle.values() for each in idle]:
            Sandbox.close(sandbox)
        self._idle.clear()


def _kind(hidden: tuple[Path, ...]) -> Kind:
    """What a sandbox is like: those folders that are covered in it, and all that it inherits of this process."""
    shown = [*tiers._places().values(), Path("/usr/lib")]
    covered = tuple(sorted({folder for folder in hidden if any(folder.is_relative_to(place) for place in shown)}))
    inherited = (os.environ.get(_VARIABLE), os.environ["PATH"], signal.getsignal(signal.SIGINT))
    return (os.getpid(), covered, *inherited, tiers.PREPARE["bubblewrap"])
