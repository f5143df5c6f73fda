"""All exercises of a submission checked in one process first: most answers are right, and copies cost half.

At its place in the notebook an answer is what it still is at the end, nearly always. So the notebook is run to its end,
and one process serves the checks of all exercises, one after the other: a copy, or the notebook's own process where no
visible test has failed, for then nobody needs that again. What comes of that counts where every check of an exercise
passes (or meets nothing but the stub), and where what the answer is made of was not bound anew after its place.
Everything else is checked as ever, each exercise in a copy of its own from its own place, and only that counts: a point
that is lost here is no point lost. Where an exercise's own visible tests have failed, nothing is asked of it here, and
its copy is taken at the notebook's end, without running the cells again, if nothing that its checks meet could be
changed since its place. Whatever was asked here is asked again only of a process that began anew: a file, a pipe or a
clock that all copies share would tell it what comes, and that what it said before was wrong.

A process in which an exercise's checks left something that may act later is used no further, and after a check that had
to be stopped nothing more is tried here. Nor is a notebook in which a cell was stopped, or left such a thing.
"""

from itertools import groupby

from autograder.boundary.failure import StudentStopped
from autograder.boundary.process import Process
from autograder.boundary.tape import Tape, Wandered
from autograder.boundary.weight import Room
from autograder.boundary.wire import Closed, WireError
from autograder.engine.checks import Check
from autograder.engine.judged import Trial
from autograder.engine.notebook_run import NotebookRun
from autograder.engine.reference import Reference
from autograder.engine.report import MISSING, UNANSWERED, Status

_FEWEST = 3  # exercises for which it is worth it
_LOST = (StudentStopped, Closed, WireError, TimeoutError, MemoryError)


class Together:
    """The first look at one submission, which is at its first cell."""

    def __init__(self, run: NotebookRun, reference: Reference, room: Room) -> None:
        """`room` is what the transcripts of this look may keep together."""
        self._run, self._reference, self._room = run, reference, room
        self._process: Process | None = None
        self._is_own = False  # the notebook's, and no copy
        self._seen: frozenset[tuple[str, int]] = frozenset()  # what might act in it when it was new
        self._stopped = False
        self.fixed: set[str] = set()

    def settled(self, checks: list[Check]) -> list[tuple[Check, Trial]]:
        """The checks of those exercises that need no second look, and what came of them; `checks` are in their order.

        The run is at its end then. Of the other exercises, those in `fixed` may have their second look from there.
        """
        groups = [(exercise, list(own)) for exercise, own in groupby(checks, key=lambda check: check.exercise)]
        found: list[tuple[Check, Trial]] = []
        if len(groups) < _FEWEST:
            return found
        if self._runs_calmly():
            self._is_own = not any(self._run.has_failed(exercise) for exercise, _ in groups)
            try:
                for _, own in groups:
                    if not self._stopped:
                        found += self._tried(own)
            finally:
                self._leave()
        return found

    def _runs_calmly(self) -> bool:
        """Run all cells; False as soon as one was stopped, or left something that may act later."""
        self._run.noting = True
        for number in range(len(self._run.plan.steps)):
            self._run.advance(number + 1)
            if not self._run.is_calm:
                return False
        return True

    def _tried(self, checks: list[Check]) -> list[tuple[Check, Trial]]:
        """What came of an exercise's checks; nothing where it needs a second look."""
        found: list[tuple[Check, Trial]] = []
        exercise = checks[0].exercise
        try:
            process = self._asked()
            stands = self._run.stands(process, exercise)
            if stands is False:
                return []
            hopeless = stands and self._run.has_failed(exercise)
            for check in [] if hopeless else checks:
                tape = Tape(process, self._run.limits.check_seconds)
                verdict = self._reference.verdict(check, process, room=self._room, tape=tape)
                if not process.alive or verdict.late or not _is_clear(verdict.trial, stands):
                    break
                found.append((check, verdict.trial))
            if hopeless and process.alive and self._run.is_fixed(process, exercise):
                self.fixed.add(exercise)  # of the others something was asked: see the module's first lines
        except _LOST:
            self._stopped = True
            return []
        except Wandered:
            found = []
        self._stopped = not process.alive
        if self._stopped or self._leaves_something(process):
            self._leave()
        return found if len(found) == len(checks) else []

    def _asked(self) -> Process:
        """The process that is asked now."""
        if self._process is None:
            self._process = self._run.process() if self._is_own else self._run.snapshot()
            self._process.left_behind()
            self._seen = self._process.may_act()
        return self._process

    def _leaves_something(self, process: Process) -> bool:
        process.left_behind()
        return bool(process.may_act() - self._seen)

    def _leave(self) -> None:
        """Ask this process no more: the next exercise gets another copy, or no first look where this was no copy."""
        process, self._process = self._process, None
        if self._is_own:
            self._stopped = True
        elif process is not None:
            process.kill()
            self._run.begin_again_if_crowded(process)


def _is_clear(trial: Trial, stands: bool | None) -> bool:
    """Whether it came to this at its place, too: where the answer cell bound nothing, what is missing was missing."""
    if stands is None:
        return MISSING in (trial.result.message or "")
    return trial.result.status is Status.PASSED or trial.result.message == UNANSWERED
