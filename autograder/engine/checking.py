"""The checks of one submission, each asked of the notebook as it was at its exercise.

Checks run in the order in which the notebook reaches their exercises, because `process` takes the notebook that far and
no further. A check that stops the student's process costs itself: the next one gets a fresh copy.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import replace

from autograder.boundary.failure import StudentStopped, stopped
from autograder.boundary.process import Process
from autograder.boundary.tape import Tape, Wandered
from autograder.boundary.weight import Room, weight
from autograder.engine.checks import Check
from autograder.engine.evidence import Findings
from autograder.engine.judge import judge
from autograder.engine.judged import Trial
from autograder.engine.notebook_run import MUCH_STOPPED, NotebookRun
from autograder.engine.reference import Reference
from autograder.engine.together import Together

_MOST_KEPT = 64 << 20  # bytes of what a submission answered, until its report is written; as many of what was wrong
MOST_STOPS = 2  # of one exercise: an endless loop is endless in every check


class Checking:
    """`trials` has the outcome of every check that ran, by exercise and check."""

    def __init__(self, run: NotebookRun, reference: Reference) -> None:
        self.trials: dict[str, dict[str, Trial]] = {}
        self.run, self.reference = run, reference
        self.room = Room(_MOST_KEPT)
        self._room_for_findings = Room(_MOST_KEPT)
        self._exercise: str | None = None
        self._stops = 0  # of this exercise's process
        self._process: Process | None = None
        self._asked: list[bytes] | None = []  # of the process by the checks before; None where that was not kept
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
            self._process, self._asked = self.run.snapshot(), []
        self._began = self._process.used
        return self._process

    def tape(self, check: Check, process: Process) -> Tape:
        """For what a check and the process say to each other, in the time that the check may take now."""
        given = self.run.allowance.check(check)
        late = f"it had not finished: {MUCH_STOPPED}" if given.less else None
        return Tape(process, given.seconds, late)

    def forgive(self) -> None:
        """The process was stopped in a case that is only looked at for the diagnosis: no other check is to suffer."""
        self._stops -= 1

    def run_all(self, checks: Iterable[Check], *, together: bool = False) -> None:
        """Run checks that need nothing of pytest; `together` where that may spare the copies for most exercises."""
        left = sorted(checks, key=lambda check: self.run.plan.stops[check.exercise])
        if together:
            left = self._left_by(Together(self.run, self.reference, Room(_MOST_KEPT)), left)
        for check in left:
            self.keep(check, self._tried(check))

    def _left_by(self, together: Together, checks: list[Check]) -> list[Check]:
        """Those of the checks that must be asked of the notebook at their places; it is at its first cell then."""
        for check, trial in together.settled(checks):
            self.keep(check, trial)
        left = [check for check in checks if check.exercise not in self.trials]
        for check in left:
            if check.exercise in together.fixed:
                self.keep(check, self._tried(check))
        left = [check for check in left if check.exercise not in together.fixed]
        if left:
            self.leave()
            self.run.rewind()
        return left

    def keep(self, check: Check, trial: Trial) -> None:
        """Remember what became of a check, and what it judged wrong as far as there is room: that is explained then."""
        if not self._room_for_findings.takes(weight(trial.findings.to_data())):
            trial = replace(trial, findings=Findings())
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
            tape = self.tape(check, process)
        except Exception as problem:  # as in a fixture of pytest's: whatever it is, the check has not run
            return Trial(judge(check, problem, [], self.reference.is_sound), Findings())
        try:
            verdict = self.reference.verdict(check, process, room=self.room, tape=tape)
        except Wandered:
            process.kill()
            self.forgive()
            return self._tried(check)
        if self.begins_again():
            return self._tried(check)
        if verdict.late:
            self.forgive()
        asked = tape.asked
        self._asked = None if self._asked is None or asked is None else [*self._asked, *asked]
        return verdict.trial

    def begins_again(self) -> bool:
        """Whether the last check is to be tried again: its process was lost to a cell that is left out from now on."""
        process = self._process
        if process is None or process.alive or not self.run.was_lost_to_a_cell():
            return False
        self._begin_again(process)
        return True

    def _begin_again(self, process: Process) -> None:
        """Put a copy in the place of the exercise's process that has been asked just what the checks before asked."""
        asked, self._process = self._asked or [], None
        process.kill()
        self.run.begin_again_if_crowded(process)
        with contextlib.suppress(StudentStopped):  # told by the check, which tries the same
            self._process = self.run.snapshot()
            tape = Tape(self._process, self.run.limits.check_seconds)
            for request in asked:
                if tape.ask_ahead(request) is None:
                    return  # its process has ended, or is past its time: the check finds it so
