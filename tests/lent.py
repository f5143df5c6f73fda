"""Sandboxes that engines of one test process use one after the other: each takes seconds to start.

A class of a thousand is graded in one sandbox, too. Each submission has processes of its own in it, which end with it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from autograder.boundary import tiers
from autograder.boundary.gpu import Gpu
from autograder.boundary.sandbox import Sandbox

Kind = tuple[object, ...]
MOST = 4  # that nobody has, at a time


class Lender:
    """Stands where engines look for the class `Sandbox`: whoever closes what it gave gives it back."""

    def __init__(self) -> None:
        self._idle: list[tuple[Kind, Sandbox]] = []  # the one given back last is the last

    def __call__(self, hidden: tuple[Path, ...] = (), *, gpu: Gpu | None = None, **other: object) -> Sandbox:
        kind = _kind(hidden, gpu)
        for place in [place for place in reversed(self._idle) if place[0] == kind]:
            self._idle.remove(place)
            if not place[1]._has_ended():
                return place[1]
            Sandbox.close(place[1])
        sandbox = Sandbox(hidden, gpu=gpu)

        def give_back() -> None:
            if (kind, sandbox) not in self._idle:
                self._idle.append((kind, sandbox))
            while len(self._idle) > MOST:
                Sandbox.close(self._idle.pop(0)[1])

        sandbox.close = give_back  # type: ignore[method-assign]
        return sandbox

    def close(self) -> None:
        """End those that nobody has."""
        while self._idle:
            Sandbox.close(self._idle.pop()[1])


def _kind(hidden: tuple[Path, ...], gpu: Gpu | None) -> Kind:
    """What a sandbox is like: those folders that are covered in it, and all that it inherits of this process.

    A test that puts something into the environment, to see that it stays outside, has a sandbox started after that.
    """
    shown = [*tiers._places().values(), Path("/usr/lib")]
    covered = tuple(sorted({folder for folder in hidden if any(folder.is_relative_to(place) for place in shown)}))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    inherited = (tuple(sorted(environment.items())), signal.getsignal(signal.SIGINT))
    return (os.getpid(), covered, gpu, *inherited, tiers.PREPARE["bubblewrap"])
