"""The checks of one submission, each asked of the notebook as it was at its exercise.

Checks run in the order in which the notebook reaches their exercises, because `process` takes the notebook that far and
no further. A check that stops the student's process costs itself: the next one gets a fresh copy.
"""

from collections.abc import Iterable

from autograder.boundary.failure import StudentStopped, stopped
from autograder.boundary.process import Process
from autograder.boundary.tape import Tape, Wandered
from autograder.boundary.weight import Room
from autograder.engine.checks import Check
from autograder.engine.evidence import Findings
from autograder.engine.judge import judge
from autograder.engine.judged import Trial
from autograder.engine.notebook_run import MUCH_STOPPED, NotebookRun
from autograder.engine.reference import Reference

_MOST_KEPT = 64 << 20  # bytes of what a submission answered, until its report is written
MOST_STOPS = 2  # of one exercise: an endless loop is endless in every check


class Checking:
    """`trials` has the outcome of every check that ran, by exercise and check."""

    def __init__(self, run: NotebookRun, reference: Reference) -> None:
        self.trials: dict[str, dict[str, Trial]] = {}
        self.run, self.reference = run, reference
        self.room = Room(_MOST_KEPT)
        self._exercise: str | None = None
        self._stops = 0  # of this exercise's process
        self._process: Process | None = None
        self._began = 0.0  # what the process had used before the last check

    def process(self, check: Check) -> Process:
        """The student's answers, as the notebook left them at this exercise. Raises StudentStopped where it cannot."""
        if check.exercise != self._exercise:
            self.leave()
            self.run.advance(self.run.plan.stops[check.exercise])
            self._exercise, self._stops = check.exercise, 0
        if self._process is not None and not self._process.alive:
            self._stops += 1
            self._end_process()
        if self._stops >= (1 if self.run.allowance.is_spent else MOST_STOPS):
            raise StudentStopped(stopped("not tried: your code had to be stopped in the checks before"))
        if self._process is None:
            self._process = self.run.snapshot()
        self._began = self._process.used
        return self._process

    def tape(self, check: Check, process: Process) -> Tape:
        """For what a check and the process say to each other, in the time that the check may take now."""
        given = self.run.allowance.check(check)
        return Tape(process, given.seconds, f"it had not finished: {MUCH_STOPPED}" if given.less else None)

    def forgive(self) -> None:
        """The process was stopped in a case that is only looked at for the diagnosis: no other check is to suffer."""
        self._stops -= 1

    def run_all(self, checks: Iterable[Check]) -> None:
        """Run checks that need nothing of pytest."""
        for check in sorted(checks, key=lambda check: self.run.plan.stops[check.exercise]):
            self.keep(check, self._tried(check))

    def keep(self, check: Check, trial: Trial) -> None:
        self.trials.setdefault(check.exercise, {})[check.id] = trial

    def leave(self) -> None:
        """End the process of the current exercise."""
        self._end_process()
        self._exercise = None

    def _end_process(self) -> None:
        """What the check took in which it had to be stopped is counted, once."""
        if self._process is not None:
            if not self._process.alive:
                self.run.allowance.stopped += self._process.used - self._began
                self.run.begin_again_if_full()
            self._process.kill()
            self.run.begin_again_if_crowded(self._process)
        self._process = None

    def _tried(self, check: Check) -> Trial:
        try:
            process = self.process(check)
        except Exception as problem:  # as in a fixture of pytest's: whatever it is, the check has not run
            return Trial(judge(check, problem, [], self.reference.is_sound), Findings())
        try:
            verdict = self.reference.verdict(check, process, room=self.room, tape=self.tape(check, process))
        except Wandered:
            process.kill()
            self.forgive()
            return self._tried(check)
        if verdict.late:
            self.forgive()
        return verdict.trial
