"""Running a submitted notebook, cell by cell, in a sandboxed worker.

At an exercise's grade cell the worker is copied, and the copy serves that exercise's checks from the state the student
saw there. A cell that ends the process costs itself: the notebook is run again in a fresh worker without it.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.boundary.failure import StudentStopped, checked_description, describe_lines, stopped
from autograder.boundary.jail import Limits
from autograder.boundary.process import Process
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.wire import Closed, Decoder, Encoder, WireError
from autograder.engine.allowance import Allowance, Given, Needs
from autograder.engine.cell_outputs import OutputRoom, checked_outputs
from autograder.engine.plan import Plan

_INTERRUPT_GRACE = 3.0
_MOST_FILES = 0.75  # of the room for files: what cells may leave in it
_MOST_FILES_OF_CHECKS = 0.125
_FREE_PROCESSES = 8  # of those that a submission may have: for a copy, and for what a check starts
_FINDING_OUT = 30.0  # seconds of a submission's that go into whose doing it was that a process was lost
_MOMENT = 0.5
_LOOK = 0.02
_ANSWER = 1.0  # seconds of the processor more than it computes, for a cell to answer
# A cell that computes for so long: some alarms ring only after so much computing.
_COMPUTE = "import time as _time\n_until = _time.monotonic() + {}\nwhile _time.monotonic() < _until: pass"
_GIVEN, _BY_CHECKS = -1, -2  # beside the numbers of cells, whose files are counted
MUCH_STOPPED = "so much had to be stopped before that less time is left for the rest"


@dataclass
class NotebookRun:
    """One submission on its way through the sandbox. `close` ends its processes.

    `outputs` and `errors` are by step number; an error is a description as `describe_lines` takes it. The figures of
    cells that are as they were given are drawn where `draw_all` says so. Once its processes were waited for longer than
    `within` seconds it is `overdue`, and nothing more is run. `needs` says what the solution takes, for the `allowance`
    of cells and checks; `took` has what each cell took, in seconds of the processor. What each cell binds is noted in
    the process only while it is `noting`, as `stands` and `is_fixed` need it.
    """

    sandbox: Sandbox
    plan: Plan
    limits: Limits
    seed: int
    files: Mapping[str, bytes] = field(default_factory=dict)
    draw_all: bool = False
    within: float = math.inf
    needs: Needs | None = None
    noting: bool = False
    took: dict[int, float] = field(default_factory=dict)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    errors: dict[int, dict[str, Any]] = field(default_factory=dict)
    _wrote: dict[int, float] = field(default_factory=dict)  # of the room for files, each cell in this worker
    _room: OutputRoom = field(default_factory=OutputRoom)
    _ended: set[int] = field(default_factory=set)
    _stirring: set[int] = field(default_factory=set)  # cells that left something in this worker that may act later
    _seen: frozenset[tuple[str, int]] | None = None  # what may act now; None where nobody has looked since
    _began: float = 0.0  # this worker's first cell
    _to_find_out: float = _FINDING_OUT  # seconds that may still go into whose doing an end is
    _forgave: bool = False
    _position: int = 0
    _used: float = 0.0
    _slept: float = 0.0  # in workers before this one
    _waited: float = 0.0  # for workers before this one
    _started: float = field(default_factory=time.monotonic)
    _worker: Process | None = None

    def __post_init__(self) -> None:
        self.allowance = Allowance(self.limits, self.needs)

    def advance(self, stop: int) -> None:
        """Run the cells up to, and without, step number `stop`."""
        while self._position < stop:
            number = self._position
            self._position += 1
            try:
                while not self._run(self._ready(number), number):
                    pass  # an earlier cell ended it, which is left out now
            except StudentStopped as refusal:
                self._refuse(number, f"was not run: {refusal}")

    def finish(self) -> None:
        """Run what of the notebook has not run yet."""
        if any(number not in self.outputs for number in range(len(self.plan.steps))):
            self.advance(len(self.plan.steps))

    def rewind(self) -> None:
        """Go back to before the first cell, in a fresh process. Outputs stay, but not of what was left out."""
        self._drop()
        for number in self._ended:
            del self.outputs[number], self.errors[number]
        self._ended.clear()
        self._position, self._used, self.allowance.stopped, self.noting = 0, 0.0, 0.0, False

    @property
    def is_calm(self) -> bool:
        """Whether all cells ran to their ends in the present process, and none left anything in it that may act."""
        worker = self._worker
        return worker is not None and worker.alive and not (self._ended or self._stirring or self.overdue)

    def stands(self, process: Process, exercise: str) -> bool | None:
        """Whether an exercise's answer is now, in a copy of the notebook's process, what it was at its place.

        None where the answer cell bound no name at all. What was asked of the copy before is forgotten there. Raises
        what an exchange raises.
        """
        told = self._told(process, "stands", exercise)
        return told if told is None else told is True

    def is_fixed(self, process: Process, exercise: str) -> bool:
        """Whether what an exercise's checks meet in such a copy must be what they would meet at its place."""
        return self._told(process, "is_fixed", exercise) is True

    def _told(self, process: Process, what: str, exercise: str) -> Any:
        answer = self.plan.answers[exercise]
        if answer is None:
            return False
        request = {"op": what, "answer": answer, "place": self.plan.stops[exercise]}
        return self._exchange(process, request, self.limits.check_seconds).get(what, False)

    def has_failed(self, exercise: str) -> bool:
        """Whether one of its cells failed, its visible tests say, and not because the answer is not written yet."""
        numbers = range(self.plan.answers[exercise] or 0, self.plan.stops[exercise] + 1)
        failed = [self.errors[number]["type"] for number in numbers if number in self.errors]
        return bool(failed) and failed[0] != "NotImplementedError"

    def begin_again_if_full(self) -> None:
        """After a check that was stopped: what the notebook's own processes hold by now costs no other exercise."""
        if self._worker is not None and self._worker.alive and self._worker.holds_too_much():
            self._drop()

    def begin_again_if_crowded(self, ended: Process) -> None:
        """After a check's process: what that left is not blamed on the next cell, and takes no room from it."""
        if ended.left_running > self._most_left:
            self._drop()
        elif self._worker is not None and self._worker.alive:
            self._wrote[_BY_CHECKS] = 0.0
            self._note_files(self._worker, _BY_CHECKS)
            if self._wrote[_BY_CHECKS] > _MOST_FILES_OF_CHECKS:
                self._drop()

    @property
    def _most_left(self) -> int:
        """How many of the processes that a submission may have may be left running: the others are for what comes."""
        return self.limits.processes // 2

    def was_lost_to_a_cell(self) -> bool:
        """After a check's process was lost: whether a cell did that, by what it left running; it is left out then."""
        worker = self._worker
        if worker is None or not worker.alive or not self._stirring:
            return False
        until = time.monotonic() + _MOMENT  # its copies end before it does, and lose first what memory there is
        while not (worker.has_ended(_LOOK) or worker.holds_too_much()):
            if time.monotonic() > until:
                return False
        return self._left_out_who_did_it(self._position)

    def snapshot(self) -> Process:
        """Copy the notebook's process as it is now. Raises StudentStopped where it cannot be copied."""
        tries = 2
        while tries > 0:
            ready, self._seen = self._ready(self._position), None  # copies are its children
            before = ready.used
            try:
                return ready.fork(self.allowance.copy())
            except Closed:  # the student's processes fill the process limit, or it does not answer, or has died
                self.allowance.stopped += ready.used - before
                if not self._left_out_who_did_it(self._position):
                    tries -= 1
        raise StudentStopped(stopped("your notebook leaves no process free to check this exercise"))

    def process(self) -> Process:
        """The notebook's own process, for what cannot be copied. Raises StudentStopped once its time is used up."""
        ready, self._seen = self._ready(self._position), None
        return ready

    def problem(self, step: int | None) -> str | None:
        """Say in the student's words what went wrong in a cell, None where nothing did."""
        if step is None or step not in self.errors:
            return None
        return "\n".join(describe_lines(self.errors[step]))

    @property
    def waited(self) -> float:
        """Seconds on the wall in which something of this submission was waited for."""
        return self._worker.waited if self._worker is not None else self._waited

    @property
    def slept(self) -> float:
        """Seconds of them in which nothing of it ran or waited for a processor."""
        return self._worker.slept if self._worker is not None else self._slept

    @property
    def overdue(self) -> bool:
        return self.waited > self.within

    def close(self) -> None:
        self._drop()

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        self._wrote.clear()
        self._stirring.clear()
        if worker is not None:
            self._slept, self._waited = worker.slept, worker.waited
            worker.kill()

    def _ready(self, position: int) -> Process:
        """Return the worker with all cells before `position` run, in a fresh process if need be.

        Raises StudentStopped once the notebook has used up its time: its cells', or that of everything together.
        """
        while True:
            if self.overdue:
                raise StudentStopped(stopped("your notebook takes longer than the others: it is their turn"))
            if self._used > self.limits.notebook_seconds:
                raise StudentStopped(stopped(f"your notebook had used up its {self.limits.notebook_seconds:g} seconds"))
            if time.monotonic() - self._started > self.limits.submission_seconds:
                raise StudentStopped(stopped("your notebook and its checks had used up their time"))
            if self._worker is not None and self._worker.alive:
                return self._worker
            worker = self._begin()
            for number in range(position):
                if number not in self._ended and worker.alive:
                    self._run(worker, number)

    def _begin(self) -> Process:
        """A fresh process, in which nothing has run."""
        self._drop()
        self._worker = worker = self.sandbox.spawn(self.limits, self.seed)
        worker.slept, worker.waited, worker.within = self._slept, self._waited, self.within
        if self.files:
            self._exchange(worker, {"op": "files", "files": dict(self.files)}, 30)
            self._note_files(worker, _GIVEN)
        self._began, self._seen = time.monotonic(), None
        return worker

    def _run(self, worker: Process, number: int) -> bool:
        """Run a cell; False where an earlier one turned out to have kept it from that: it has not been run then."""
        step = self.plan.steps[number]
        before, given, done = worker.used, self.allowance.cell(step), True
        try:
            if self._seen is None:
                worker.left_behind()
                self._seen = worker.may_act()
            drawn = number not in self.outputs and (self.draw_all or not step.given)
            answer = self._cell(
                worker, step.source, step.name, given.seconds, drawn=drawn, number=number if self.noting else -1
            )
        except TimeoutError as problem:
            why = f": {problem}" if str(problem) else self._after(given)
            if any(one < number for one in self._stirring):
                done = self._refuse_whose_doing_it_is(number, f"was stopped{why}")
            else:
                self._refuse(number, f"was stopped{why}")
            if done or self._forgave:  # once, the time of a cell that was kept from running is nobody's
                self.allowance.stopped += worker.used - before
            self._forgave = self._forgave or not done
            if self._worker is None:
                pass  # it was given up
            elif not self._interrupted(worker) or self._is_crowded(worker) or self._has_filled(worker, number):
                self._drop()
            else:
                self._note_what_stirs(worker, number)
        except MemoryError:
            done = self._refuse_whose_doing_it_is(number, "was stopped: it used more memory than the grader allows")
        except (Closed, WireError):
            what = "ended the whole Python process (a crash, or a call such as os._exit)"
            done = self._refuse_whose_doing_it_is(number, what)
        else:
            if number not in self.outputs:
                self.outputs[number] = checked_outputs(answer.get("outputs"), self.limits.cell_output, self._room)
                if answer.get("error") is not None:
                    self.errors[number] = checked_description(answer["error"])
            crowded = self._is_crowded(worker)
            self._note_what_stirs(worker, number)
            if crowded:
                limit = f"{self._most_left} processes, or {self.limits.processes - _FREE_PROCESSES} with threads,"
                self._refuse(number, f"was left out: it left more than {limit} running")
                self._drop()
            elif self._has_filled(worker, number):
                most = max(self._wrote, key=lambda one: self._wrote[one])
                if most >= 0:
                    self._refuse(most, "was left out: its files left too little room for those of the other cells")
                self._drop()
        self.took[number] = worker.used - before
        self._used += self.took[number]
        return done

    def _note_what_stirs(self, worker: Process, number: int) -> None:
        """Count the threads and processes that there are more than before, and answers to alarms, as this cell's."""
        now = worker.may_act()
        if now - (self._seen or frozenset()):
            self._stirring.add(number)
        self._seen = now

    def _refuse_whose_doing_it_is(self, number: int, what: str) -> bool:
        """The process was given up while this cell ran: leave out who did that. False where it is an earlier one."""
        if self._left_out_who_did_it(number):
            return False
        self._refuse(number, what)
        return True

    def _left_out_who_did_it(self, position: int) -> bool:
        """Give the process up; whether a cell before `position` is to blame for that, which is left out from now on.

        A thread or a timer of such a cell's may have ended the process, filled the memory or kept others from running.
        That shows without the others: where the process does not go on although it is asked nothing of theirs, those
        that left something in it did it, and of those the first one after which it is so.
        """
        suspects = [one for one in sorted(self._stirring) if one < position]
        lasted = time.monotonic() - self._began + _MOMENT
        self._drop()
        if not suspects or self._lasts_after(suspects[-1], lasted):
            return False
        earlier = (one for one in suspects[:-1] if not self._lasts_after(one, lasted))
        guilty = next(earlier, suspects[-1])
        self._refuse(guilty, "was left out: what it left running ended or stopped the cells after it")
        return True

    def _lasts_after(self, last: int, lasted: float) -> bool:
        """Whether a process in which cells have run up to this one still computes when it has lasted that long."""
        if self._to_find_out <= 0:
            return True
        worker = self._begin()
        began = ran = time.monotonic()
        try:
            for number in range(last + 1):
                if number not in self._ended:
                    step = self.plan.steps[number]
                    self._cell(worker, step.source, step.name, self.limits.cell_seconds)
            ran = time.monotonic()
            rest = max(0.0, min(lasted - (ran - began), self._to_find_out))
            self._cell(worker, _COMPUTE.format(rest), "", rest + _ANSWER)
        except (Closed, WireError, TimeoutError, MemoryError):
            return self.overdue
        else:
            return True
        finally:
            self._to_find_out -= time.monotonic() - ran
            self._used += worker.used
            self._drop()

    def _is_crowded(self, worker: Process) -> bool:
        """Whether what is left running leaves too little room. Threads count as processes do, but seldom act."""
        left = worker.left_behind()
        return left > self._most_left or left + worker.threads_left > self.limits.processes - _FREE_PROCESSES

    def _has_filled(self, worker: Process, number: int) -> bool:
        """Whether the cells have left so many files, or so large ones, that the next has too little room."""
        return self._note_files(worker, number) > _MOST_FILES

    def _note_files(self, worker: Process, number: int) -> float:
        """Count what files there are more than before as this number's; how much of the room is taken now."""
        share = worker.files_share()
        self._wrote[number] = max(0.0, share - sum(self._wrote.values()))
        return share

    def _after(self, given: Given) -> str:
        usual = f"{self.limits.cell_seconds:g} seconds"
        return f" before its {usual} were over: {MUCH_STOPPED}" if given.less else f" after {usual}"

    def _interrupted(self, worker: Process) -> bool:
        """Stop a cell that takes too long; True where the notebook can go on from there."""
        worker.interrupt()
        try:
            worker.wait(_INTERRUPT_GRACE)
        except (TimeoutError, MemoryError, WireError):
            return False
        return True

    def _refuse(self, number: int, what: str) -> None:
        """Leave a cell out from now on and say why in its output."""
        self._ended.add(number)
        reason = f'your cell "{self.plan.steps[number].name}" {what}'
        self.errors[number] = stopped(reason)
        self.outputs[number] = [{"output_type": "error", "ename": "Stopped", "evalue": reason, "traceback": [reason]}]

    def _cell(
        self, worker: Process, source: str, name: str, seconds: float, *, drawn: bool = False, number: int = -1
    ) -> dict[str, Any]:
        request = {"op": "cell", "source": source, "cell": name, "drawn": drawn, "number": number}
        request["place"] = self.plan.is_place(number + 1)
        return self._exchange(worker, request, seconds)

    @staticmethod
    def _exchange(worker: Process, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        message = worker.ask(Encoder.request(request), seconds)
        with worker.charged():
            answer = Decoder(lambda handle: None).decode(message).value
        if not isinstance(answer, dict) or not isinstance(answer.get("ok", {}), dict | None):
            raise WireError("malformed answer")
        return answer.get("ok") or {"error": answer.get("error")}
