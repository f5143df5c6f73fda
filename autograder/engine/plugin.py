"""The pytest plugin that grades one submission: fixtures, order, results.

For checks that ask pytest for more than a test function (fixtures of the author's own, marks such as xfail), and for
those that need a device; `Checking` runs all others.
"""

import time
from collections.abc import Container, Generator, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest
import torch
from _pytest.outcomes import OutcomeException
from _pytest.runner import runtestprotocol

from autograder.boundary.failure import StudentStopped
from autograder.boundary.remote import Link
from autograder.boundary.student import SandboxedStudent
from autograder.engine.checking import Checking
from autograder.engine.checks import Check, ChecksPlugin, check_of, generator, worker_seed
from autograder.engine.evidence import Findings, findings
from autograder.engine.judge import judge
from autograder.engine.judged import Trial
from autograder.engine.notebook_run import NotebookRun
from autograder.engine.own_work import TooMuch, bounded
from autograder.expect.evidence import recording


class GradingPlugin(ChecksPlugin):
    """After the pytest run, `checking.trials` has the outcome of every check that ran."""

    def __init__(
        self,
        modules: Mapping[Path, ModuleType],
        checking: Checking,
        seed: int,
        wanted: Container[tuple[str, str]],
        device_run: NotebookRun | None = None,
    ) -> None:
        """`wanted` are the keys of the checks to run; those that need a device ask `device_run`."""
        super().__init__(modules)
        self._checking, self._seed = checking, seed
        self._wanted, self._device_run = wanted, device_run
        self._link: Link | None = None
        self._findings = Findings()  # of the check that runs

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if check_of(item).key in self._wanted]
        items.sort(key=lambda item: self._checking.run.plan.stops[check_of(item).exercise])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run a check, and once more where a cell ended it from outside."""
        runtestprotocol(item, log=False, nextitem=nextitem)
        while self._checking.begins_again():
            runtestprotocol(item, log=False, nextitem=nextitem)
        return True

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> SandboxedStudent:
        """The student's answers, as the notebook left them at this exercise."""
        check = check_of(request.node)
        if check.device is not None:
            return self._on_device(check)
        process, seed = self._checking.process(check), worker_seed(self._seed, check)
        tape = self._checking.tape(check, process)
        generator(self._seed, check)  # the tape may have had the solution asked: the check begins as ever
        self._link = Link(process, tape.limit, seed, effects=check.effects, room=self._checking.room, tape=tape)
        return SandboxedStudent(self._link)

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> Iterator[Any]:
        """The course's own solution, asked the same way as `student`."""
        with self._checking.reference.student(check_of(request.node)) as reference:
            yield reference

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> torch.Generator:
        """A generator seeded from the assignment's seed, the exercise and the check."""
        return generator(self._seed, check_of(request.node))

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Let the check judge all its cases, and end it with the first that is wrong."""
        called, problem, began = None, None, time.thread_time()
        limit = self._link.tape.limit if self._link is not None else self._checking.run.limits.check_seconds
        function = pyfuncitem.obj
        # The function alone, and not pytest around it: interrupted there, hooks would not hear of the end.
        pyfuncitem.obj = lambda **fixtures: bounded(limit, partial(function, **fixtures))
        with recording() as evidence:
            try:
                called = yield
            except (Exception, OutcomeException, TooMuch) as raised:  # pytest.fail and pytest.skip raise no Exception
                problem = raised
            finally:
                pyfuncitem.obj = function
        if self._link is not None:
            self._link.judged(time.thread_time() - began, gave_up=isinstance(problem, TooMuch))
        transcript = self._link.transcript if self._link is not None else []
        self._findings = findings(evidence, problem, transcript)
        if evidence.first is not None and isinstance(problem, StudentStopped):
            self._checking.forgive()
        if (conclusion := evidence.conclusion(problem)) is not None:
            raise conclusion
        return called

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Record the outcome, and spare pytest the formatting of a traceback that nobody will read."""
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            self._record(check_of(item), call.excinfo.value if call.excinfo is not None else None)
        assert call.when != "collect"
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def _on_device(self, check: Check) -> SandboxedStudent:
        assert self._device_run is not None  # without one, no such check is wanted
        self._device_run.advance(self._checking.run.plan.stops[check.exercise])
        limit = self._device_run.limits.check_seconds
        self._link = Link(self._device_run.process(), limit, worker_seed(self._seed, check), effects=check.effects)
        return SandboxedStudent(self._link)

    def _record(self, check: Check, problem: BaseException | None) -> None:
        transcript = self._link.transcript if self._link is not None else []
        try:
            result = judge(check, problem, transcript, self._checking.reference.is_sound)
        except Exception as surprise:  # a value so odd that it cannot even be described
            result = judge(check, surprise, [], self._checking.reference.is_sound)
        self._checking.keep(check, Trial(result, self._findings))
        self._link, self._findings = None, Findings()
