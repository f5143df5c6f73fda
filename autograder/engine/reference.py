"""The course's own solution in a worker, held just before and just after every answer, as far as that was asked for.

It is the fixture `reference`, the judge of whether a check is sound, and the stage on which wheats and chaffs are
tried: a copy from before the answer cell runs the variant in its place.
"""

import contextlib
import math
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from _pytest.outcomes import OutcomeException

from autograder.boundary.failure import StudentError, StudentStopped, reference_failed
from autograder.boundary.jail import Limits
from autograder.boundary.process import Process
from autograder.boundary.remote import MOST_NOTED, Link
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.student import SandboxedStudent
from autograder.boundary.tape import Tape, Wandered
from autograder.boundary.weight import Room
from autograder.boundary.wire import Closed
from autograder.course import Assignment
from autograder.engine.checks import Check, notebook_seed, worker_seed
from autograder.engine.evidence import findings
from autograder.engine.judge import judge
from autograder.engine.judged import Judged, Trial, Verdict
from autograder.engine.notebook_run import NotebookRun
from autograder.engine.own_work import TooMuch, bounded
from autograder.engine.plan import Step, plan
from autograder.engine.report import Status
from autograder.errors import GradingError
from autograder.expect.evidence import recording

T = TypeVar("T")
_NO_WATCH = 1 << 20  # MiB
_BOUNDLESS = 1 << 62  # bytes


class Reference:
    """Started at first use, and again should it be lost. `close` ends its processes."""

    def __init__(
        self, sandbox: Sandbox, assignment: Assignment, limits: Limits, seed: int, judged: Judged | None = None
    ) -> None:
        """With `judged`, what a check came to is remembered there, and not judged again."""
        # Two copies are held for every exercise: the limit on processes counts them, and the watch on memory would
        # count the pages they share again and again.
        processes = limits.processes + 4 * len(assignment.exercises)
        unwatched = replace(limits, tree_memory=_NO_WATCH, processes=processes)
        self._limits = replace(unwatched, idle_seconds=math.inf, submission_seconds=math.inf)  # it serves a whole class
        self._sandbox, self._assignment, self._seed, self._judged = sandbox, assignment, seed, judged
        self._held: _Held | None = None
        self._sound: dict[tuple[str, str], bool] = {}
        self._takes: dict[tuple[str, str], float | None] = {}

    def close(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def copy(self, exercise: str) -> Process:
        """Return a fresh copy of the solution's process right after this exercise's answer cell."""
        return self._forked(lambda held: held.after(exercise))

    def variant(self, exercise: str, name: str, source: str) -> Process:
        """Return a fresh process in which `source` ran in place of the answer cell."""
        process = self._forked(lambda held: held.before(exercise))
        try:
            Link(process, self._limits.cell_seconds).ask("cell", source=source, cell=name)
        except StudentError:
            process.kill()  # the checks will find it ended, and say so
        return process

    def trials(self, checks: Iterable[Check], name: str, source: str) -> Generator[tuple[Check, Trial], None, None]:
        """Try checks of one exercise, one after the other, on an answer; each gets the state that the answer left."""
        process: Process | None = None
        try:
            for check in checks:
                if process is None or not process.alive:
                    process = self.variant(check.exercise, name, source)
                try:
                    trial = self.try_check(check, process)
                except Wandered:
                    process.kill()
                    process = self.variant(check.exercise, name, source)
                    trial = self.try_check(check, process)
                yield check, trial
        finally:
            if process is not None:
                process.kill()

    def try_check(self, check: Check, process: Process, seed: int | None = None) -> Trial:
        """Run one check on the answer that `process` holds; another `seed` than usual gives other inputs."""
        return self.verdict(check, process, seed).trial

    def verdict(
        self,
        check: Check,
        process: Process,
        seed: int | None = None,
        room: Room | None = None,
        tape: Tape | None = None,
    ) -> Verdict:
        """What a check comes to; it is not run where the same answers have been judged before.

        `room` is what the transcripts of all checks of a submission may keep together, `tape` one of `process` whose
        limit is another than usual. Raises Wandered, and the process has served, where the check does not do the same
        as before after the same answers.
        """
        seed, room = self._seed if seed is None else seed, room or Room(_BOUNDLESS)
        tape, judged = tape or Tape(process, self._limits.check_seconds), self._judged
        if judged is None or room.left < MOST_NOTED:  # then what is kept of an answer depends on those before
            return self._run(check, tape, seed, room)
        key = (*check.key, seed)
        known = judged.look_up(key, tape)
        if known is not None and not judged.doubts:
            room.takes(known.noted)
            return known
        found = self._run(check, tape, seed, room)
        tape.end()
        if tape.wandered or (known is not None and not known.is_same(found)):
            judged.distrust(key)
            raise Wandered
        judged.keep(key, tape, found)
        return found

    def _run(self, check: Check, tape: Tape, seed: int, room: Room) -> Verdict:
        link = Link(tape.process, tape.limit, worker_seed(seed, check), effects=check.effects, room=room, tape=tape)
        left, began = room.left, time.thread_time()
        problem: BaseException | None = None

        def act() -> None:
            with self.student(check) as reference:
                check.call(SandboxedStudent(link), reference, seed)

        with recording() as evidence:
            try:
                bounded(tape.limit, act)
            except (Exception, OutcomeException, TooMuch) as raised:  # pytest.fail and pytest.skip raise no Exception
                problem = raised
        link.judged(time.thread_time() - began, gave_up=isinstance(problem, TooMuch))
        found = findings(evidence, problem, link.transcript)
        try:
            result = judge(check, evidence.conclusion(problem), link.transcript, self.is_sound)
        except Exception as surprise:  # a value so odd that it cannot even be described
            tape.is_whole = False
            result = judge(check, surprise, [], self.is_sound)
        late = evidence.first is not None and isinstance(problem, StudentStopped)
        return Verdict(Trial(result, found), left - room.left, late)

    def is_sound(self, check: Check) -> bool:
        """Whether the check passes on the reference: then what went wrong elsewhere is not the check's fault.

        Never raises: where the reference cannot be asked, nobody knows, and that is no reason to blame a student.
        It is asked in copies of a process, which have no device.
        """
        if check.device is not None:
            return False
        if check.key not in self._sound:
            self._sound[check.key] = False  # the answer while it is being tried
            try:
                process = self.copy(check.exercise)
                self._sound[check.key] = self.try_check(check, process).result.status is Status.PASSED
                process.kill()
            except (GradingError, Wandered):
                del self._sound[check.key]
                return False
        return self._sound[check.key]

    def cell_takes(self, step: Step) -> float | None:
        """Seconds that the solution's process takes for a cell; None where it has no such cell."""
        with contextlib.suppress(GradingError):
            run = self._held_to(_Held.whole)
            return max(
                (took for number, took in run.took.items() if run.plan.steps[number].key == step.key), default=None
            )
        return None

    def check_takes(self, check: Check) -> float | None:
        """Seconds that the solution's process takes for a check; None where it cannot be asked."""
        if check.device is None and check.key not in self._takes:
            self._takes[check.key] = None
            with contextlib.suppress(GradingError, Wandered):
                process = self.copy(check.exercise)
                self.try_check(check, process)
                self._takes[check.key] = process.used
                process.kill()
        return self._takes.get(check.key)

    def student(self, check: Check) -> "_Lazy":
        """The fixture `reference` for one check, as a context manager."""
        return _Lazy(lambda: self.copy(check.exercise), self._limits.check_seconds, check)

    def _held_to(self, reach: Callable[["_Held"], T]) -> T:
        if self._held is None:
            self._held = _Held(self._sandbox, self._assignment, self._limits, self._seed)
        try:
            return reach(self._held)
        except BaseException:
            self.close()
            raise

    def _forked(self, choose: Callable[["_Held"], Process]) -> Process:
        for _ in range(2):
            try:
                return self._held_to(choose).fork()
            except Closed:  # ended from outside, by a machine short of memory say: start again, once
                self.close()
        raise GradingError("the process that holds the reference solution ends again and again")


class _Held:
    """The solution's processes: the running notebook, and copies from before and after every answer it has come to.

    It runs no further than to the answer that is asked for: in a notebook that trains networks the rest takes long.
    """

    def __init__(self, sandbox: Sandbox, assignment: Assignment, limits: Limits, seed: int) -> None:
        source = assignment.read_source()
        layout = plan(assignment, source, source)
        self._run = NotebookRun(sandbox, layout, limits, notebook_seed(seed), assignment.data_files())
        self._path, self._answers = assignment.notebook_path, layout.answers
        self._to_come = sorted(layout.stops.items(), key=lambda pair: pair[1])
        self._before: dict[str, Process] = {}
        self._after: dict[str, Process] = {}

    def before(self, exercise: str) -> Process:
        """A copy from before this exercise's answer; raises GradingError where the solution fails on the way there."""
        self._reach(exercise)
        return self._before[exercise]

    def after(self, exercise: str) -> Process:
        self._reach(exercise)
        return self._after[exercise]

    def whole(self) -> NotebookRun:
        """The notebook, once it has come to its last answer; raises GradingError as `before`."""
        self._reach(None)
        return self._run

    def close(self) -> None:
        for process in [*self._before.values(), *self._after.values()]:
            process.kill()
        self._run.close()

    def _reach(self, exercise: str | None) -> None:
        try:
            while self._to_come and exercise not in self._after:
                self._add(*self._to_come[0])
                del self._to_come[0]
        except StudentError as problem:
            raise GradingError(f"{self._path}: the reference cannot be held: {problem}") from None

    def _add(self, exercise: str, stop: int) -> None:
        answer = self._answers[exercise]
        assert answer is not None  # course.load refuses a grade cell without its answer cell
        self._run.advance(answer)
        self._before[exercise] = self._run.snapshot()
        self._run.advance(stop)
        if answer in self._run.errors:
            problem = self._run.problem(answer)
            raise GradingError(f"{self._path}: the reference answer fails: {problem}")
        self._after[exercise] = self._run.snapshot()


class _Lazy:
    """The fixture `reference`: a copy of the solution is made when a check first asks it something."""

    def __init__(self, copy: Callable[[], Process], limit: float, check: Check) -> None:
        self._copy, self._limit, self._check = copy, limit, check
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
            self._process = self._copy()
            link = Link(self._process, self._limit, effects=self._check.effects, failure=reference_failed)
            self._student = SandboxedStudent(link)
        return getattr(self._student, name)
