"""The hidden checks of an assignment as pytest items, and one of them called outside a pytest run."""

import hashlib
import inspect
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from autograder.course import Assignment
from autograder.engine.loading import load_checks
from autograder.errors import GradingError, UserError

_FIXTURES = ("student", "reference", "rng")
MARKER = "check(exercise, weight, hint, effects, diagnose, device, alone): a check of one exercise"
OPTIONS = [
    "--assert=plain",  # rewritten asserts print values, and a message is all that a student may read
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
    alone: bool = True  # counts, whatever became of the exercise's other checks

    @property
    def key(self) -> tuple[str, str]:
        """What no other check of the assignment has: two exercises may call a check alike."""
        return self.exercise, self.id

    @property
    def is_plain(self) -> bool:
        """Whether it asks pytest for a test function alone: no fixtures but ours, no marks, no class, no set-up."""
        given = {*_FIXTURES, *(self.item.callspec.params if hasattr(self.item, "callspec") else ())}
        marks = {mark.name for mark in self.item.iter_markers()}
        return (
            type(self.item) is pytest.Function
            and self.item.cls is None
            and set(self.item.fixturenames) <= given
            and marks <= {"check", "parametrize"}
            and not inspect.iscoroutinefunction(self.item.function)
            and not inspect.isgeneratorfunction(self.item.function)
        )

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
    folder = str(assignment.checks_dir)  # no conftest.py above it is looked for
    return [*map(str, assignment.check_files()), "--rootdir", folder, "--confcutdir", folder, *OPTIONS]


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
        mark.kwargs.get("alone", True),
    )


class ChecksPlugin:
    """What every pytest run over an assignment's checks needs: the mark, and the modules, imported by `loading`."""

    def __init__(self, modules: Mapping[Path, ModuleType]) -> None:
        """`modules` are those of `load_checks`."""
        self._modules = modules

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", MARKER)

    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Module:
        module: pytest.Module = pytest.Module.from_parent(parent, path=module_path)
        module.obj = self._modules[module_path]
        return module


class _Collector(ChecksPlugin):
    def __init__(self, modules: Mapping[Path, ModuleType]) -> None:
        super().__init__(modules)
        self.checks: list[Check] = []
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.checks = [check_of(item) for item in session.items]


def collect(assignment: Assignment, device: str | None = None) -> tuple[Check, ...]:
    """Collect an assignment's checks in notebook order; with a `device`, also those that need it.

    Raises UserError where an exercise has no file of checks, and GradingError where one cannot be imported or holds no
    check: a check that did not run must never look like a pass.
    """
    for exercise in assignment.exercises:
        if not exercise.manual and not assignment.check_file(exercise.id).is_file():
            raise UserError(f"{assignment.check_file(exercise.id)}: the hidden checks of {exercise.id} are missing")
    collector = _Collector(load_checks(assignment))
    pytest.main([*pytest_arguments(assignment), "--collect-only"], plugins=[collector])
    order = [exercise.id for exercise in assignment.exercises if not exercise.manual]
    checked = {check.exercise for check in collector.checks if check.device is None}
    reasons = collector.problems + [f"the exercise {name!r} has no check" for name in order if name not in checked]
    standing = {check.exercise for check in collector.checks if check.alone}
    reasons += [f"no check of {name!r} counts alone" for name in order if name in checked and name not in standing]
    for check in collector.checks:
        file = Path(check.item.path)
        if check.exercise != file.parent.name:
            reasons.append(f"{check.id} is a check of {check.exercise!r} and lies in {file.parent.name}/")
    if reasons:
        raise GradingError(f"{assignment.checks_dir}: " + "; ".join(reasons))
    checks = [check for check in collector.checks if check.device in (None, device)]
    return tuple(sorted(checks, key=lambda check: order.index(check.exercise)))
