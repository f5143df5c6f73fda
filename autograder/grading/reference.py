"""The course's own solution in a worker, held just before and just after every answer.

It is the fixture `reference`, the judge of whether a check is sound, and the stage on which wheats and chaffs are
tried: a copy from before the answer cell runs the variant in its place.
"""

from dataclasses import dataclass
from typing import Any

from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link, StudentError
from autograder.boundary.sandbox import Process, Sandbox
from autograder.boundary.student import SandboxedStudent
from autograder.boundary.wire import Closed
from autograder.course import Assignment
from autograder.errors import GradingError
from autograder.grading.checks import Check, seed_for
from autograder.grading.judge import judge
from autograder.grading.notebook import NotebookRun, plan
from autograder.grading.report import CheckResult, Status


@dataclass(frozen=True, slots=True)
class Trial:
    """One check tried on one answer: its result, and every value the answer gave on the way."""

    result: CheckResult
    transcript: list[tuple[str, Any]]


class Reference:
    """Started at first use. `close` ends its processes."""

    def __init__(self, sandbox: Sandbox, assignment: Assignment, limits: Limits, seed: int) -> None:
        # Two copies are held for every exercise, and the limit on processes counts them.
        room = {**limits.to_dict(), "processes": limits.processes + 4 * len(assignment.exercises)}
        self._sandbox, self._assignment, self._limits, self._seed = sandbox, assignment, Limits(**room), seed
        self._run: NotebookRun | None = None
        self._before: dict[str, Process] = {}
        self._after: dict[str, Process] = {}
        self._sound: dict[str, bool] = {}

    def close(self) -> None:
        for process in [*self._before.values(), *self._after.values()]:
            process.kill()
        if self._run is not None:
            self._run.close()

    def copy(self, exercise: str) -> Process:
        """Return a fresh copy of the solution's process right after this exercise's answer cell."""
        self._start()
        return self._forked(self._after[exercise])

    def variant(self, exercise: str, name: str, source: str) -> Process:
        """Return a fresh process in which `source` ran in place of the answer cell."""
        self._start()
        process = self._forked(self._before[exercise])
        try:
            Link(process, self._limits.cell_seconds).ask("cell", source=source, cell=name)
        except StudentError:
            process.kill()  # the checks will find it ended, and say so
        return process

    def try_check(self, check: Check, process: Process) -> Trial:
        """Run one check on the answer that `process` holds."""
        link = Link(process, self._limits.check_seconds, seed_for(self._seed, check.exercise, check.id))
        problem: BaseException | None = None
        try:
            with _Lazy(self, check.exercise) as reference:
                check.call(SandboxedStudent(link), reference, self._seed)
        except (Exception, AssertionError) as raised:
            problem = raised
        except BaseException as raised:
            if not type(raised).__module__.startswith("_pytest"):  # pytest.fail and pytest.skip are BaseExceptions
                raise
            problem = raised
        return Trial(judge(check, problem, link.transcript, self.is_sound), link.transcript)

    def is_sound(self, check: Check) -> bool:
        """Whether the check passes on the reference: then what went wrong elsewhere is not the check's fault."""
        if check.id not in self._sound:
            self._sound[check.id] = False  # also the answer while it is being tried
            process = self.copy(check.exercise)
            self._sound[check.id] = self.try_check(check, process).result.status is Status.PASSED
            process.kill()
        return self._sound[check.id]

    def student(self, exercise: str) -> "_Lazy":
        return _Lazy(self, exercise)

    def _start(self) -> None:
        if self._run is not None:
            return
        source = self._assignment.read_source()
        layout = plan(self._assignment, source, source)
        self._run = run = NotebookRun(self._sandbox, layout, self._limits, self._seed, self._assignment.data_files())
        for exercise, stop in sorted(layout.stops.items(), key=lambda pair: pair[1]):
            answer = layout.answers[exercise]
            assert answer is not None  # course.load refuses a grade cell without its answer cell
            run.advance(answer)
            self._before[exercise] = run.snapshot()
            run.advance(stop)
            if answer in run.errors:
                raise GradingError(
                    f"{self._assignment.notebook_path}: the reference answer fails: {run.problem(answer)}"
                )
            self._after[exercise] = run.snapshot()

    @staticmethod
    def _forked(process: Process) -> Process:
        try:
            return process.fork()
        except (Closed, OSError) as problem:
            raise GradingError("the process that holds the reference solution is gone") from problem


class _Lazy:
    """The fixture `reference`: a copy of the solution is made when a check first asks it something."""

    def __init__(self, reference: Reference, exercise: str) -> None:
        self._reference, self._exercise = reference, exercise
        self._process: Process | None = None

    def __enter__(self) -> "_Lazy":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._process is None:
            self._process = self._reference.copy(self._exercise)
            self._student = SandboxedStudent(Link(self._process, self._reference._limits.check_seconds))
        return getattr(self._student, name)
