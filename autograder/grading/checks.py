"""The hidden checks of an assignment as pytest items, and one of them called outside a pytest run."""

import hashlib
import inspect
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from autograder.course import Assignment
from autograder.errors import GradingError, UserError

MARKER = "check(exercise, weight, hint, effects, diagnose, device): a check of one exercise"
OPTIONS = [
    "--assert=plain",  # rewritten asserts print values, and a message is all that a student may read
    "--import-mode=prepend",
    *("-c", "/dev/null"),
    *(
        part
        for name in (
            *("cacheprovider", "terminal", "capture", "logging", "faulthandler", "warnings", "doctest", "junitxml"),
            *("debugging", "tmpdir", "unraisableexception", "threadexception", "xdist", "hypothesispytest"),
        )
        for part in ("-p", f"no:{name}")
    ),
]


@dataclass(frozen=True, slots=True)
class Check:
    """One hidden check: a test function with the `check` mark."""

    id: str
    exercise: str
    title: str
    weight: float
    hint: str | None
    effects: bool
    diagnose: bool
    item: Any
    device: str | None = None  # runs only where this device is asked for

    def call(self, student: Any, reference: Any, seed: int) -> None:
        """Run the check on any student, outside pytest; raises what the check raises."""
        arguments = dict(self.item.callspec.params) if hasattr(self.item, "callspec") else {}
        fixtures = {"student": student, "reference": reference, "rng": generator(seed, self)}
        wanted = inspect.signature(self.item.function).parameters
        self.item.function(**arguments, **{name: value for name, value in fixtures.items() if name in wanted})


def seed_for(seed: int, *names: str) -> int:
    """Derive a seed in [0, 2**31) from a master seed and names, the same on every machine."""
    digest = hashlib.sha256("/".join([str(seed), *names]).encode()).digest()
    return int.from_bytes(digest[:4], "little") >> 1


def generator(seed: int, check: Check) -> torch.Generator:
    """Return the check's random generator, and put the global ones into a state of its own too."""
    own = seed_for(seed, check.exercise, check.id)
    torch.default_generator.manual_seed(own)  # torch.manual_seed keeps a traceback of every call for a GPU to come
    np.random.seed(own)
    random.seed(own)
    return torch.Generator().manual_seed(own)


def notebook_seed(seed: int) -> int:
    """The seed of the global generators when a notebook starts."""
    return seed_for(seed, "notebook")


def worker_seed(seed: int, check: Check) -> int:
    """The seed of the student's generators in this check: not that of `rng`, whose draws they must not repeat."""
    return seed_for(seed, "worker", check.exercise, check.id)


def pytest_arguments(assignment: Assignment) -> list[str]:
    return [str(assignment.checks_file), "--rootdir", str(assignment.checks_dir), *OPTIONS]


def make_importable(folder: Path) -> None:
    """Let the checks of this assignment, not those graded before in this process, import their own `probes`."""
    loaded = sys.modules.get("probes")
    if loaded is not None and Path(str(loaded.__file__)).parent != folder:
        del sys.modules["probes"]
        sys.path[:] = [entry for entry in sys.path if entry != str(folder)]
    if sys.path[:1] != [str(folder)]:
        sys.path.insert(0, str(folder))


def check_of(item: pytest.Item) -> Check:
    """Read a pytest item's `check` mark; raises GradingError where it is missing."""
    mark = item.get_closest_marker("check")
    if mark is None:
        raise GradingError(f'{item.nodeid}: a check needs the mark @check("exercise")')
    function = getattr(item, "function", None)
    title = (inspect.getdoc(function) or item.name).splitlines()[0].strip()
    return Check(
        item.name,
        mark.args[0],
        title,
        mark.kwargs.get("weight", 1),
        mark.kwargs.get("hint"),
        mark.kwargs.get("effects", False),
        mark.kwargs.get("diagnose", True),
        item,
        mark.kwargs.get("device"),
    )


class _Collector:
    def __init__(self) -> None:
        self.checks: list[Check] = []
        self.problems: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", MARKER)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.checks = [check_of(item) for item in session.items]


def collect(assignment: Assignment, device: str | None = None) -> tuple[Check, ...]:
    """Collect an assignment's checks in notebook order; with a `device`, also those that need it.

    Raises UserError where there is no checks file and GradingError where it cannot be imported or where an exercise
    has no check: a check that did not run must never look like a pass.
    """
    if not assignment.checks_file.is_file():
        raise UserError(f"{assignment.checks_file}: the hidden checks of {assignment.name} are missing")
    make_importable(assignment.checks_dir)
    collector = _Collector()
    pytest.main([*pytest_arguments(assignment), "--collect-only"], plugins=[collector])
    order = [exercise.id for exercise in assignment.exercises if not exercise.manual]
    unknown = sorted({check.exercise for check in collector.checks} - set(order))
    missing = sorted(set(order) - {check.exercise for check in collector.checks if check.device is None})
    if collector.problems or unknown or missing:
        reasons = [*collector.problems, *(f"a check is for the unknown exercise {name!r}" for name in unknown)]
        reasons += [f"the exercise {name!r} has no check" for name in missing]
        raise GradingError(f"{assignment.checks_file}: " + "; ".join(reasons))
    checks = [check for check in collector.checks if check.device in (None, device)]
    return tuple(sorted(checks, key=lambda check: order.index(check.exercise)))
