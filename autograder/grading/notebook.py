"""Running a submitted notebook: which cells, in which order, and where each exercise is looked at.

Cells run one by one in a sandboxed worker. At an exercise's grade cell the worker is copied, and the copy serves that
exercise's checks from the state the student saw there. A cell that ends the process costs itself: the notebook is run
again in a fresh worker without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.boundary.jail import Limits
from autograder.boundary.remote import StudentStopped, checked_description, describe_lines
from autograder.boundary.sandbox import Process, Sandbox
from autograder.boundary.wire import Closed, Decoder, Encoder, Pickled, WireError
from autograder.course import Assignment, grade_id

_INTERRUPT_GRACE = 3.0


@dataclass(frozen=True, slots=True)
class Step:
    """One code cell to run; `index` is its place in the submitted notebook, None for a cell that was put back."""

    name: str
    source: str
    index: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a notebook, and for each exercise the number of steps after which it is looked at."""

    steps: tuple[Step, ...]
    stops: Mapping[str, int]
    answers: Mapping[str, int | None]  # exercise → the step of its answer cell, None where that cell is missing


def plan(assignment: Assignment, source: NotebookNode, submitted: NotebookNode) -> Plan:
    """Lay out a submission: the student's cells as they are, the course's own cells as the course wrote them.

    Read-only cells that were deleted are put back in front, grade cells are taken from the source, and an exercise
    whose grade cell is gone is looked at after its answer cell, or at the end of the notebook.
    """
    ours = {grade_id(cell): cell for cell in source.cells if grade_id(cell) and cell.cell_type == "code"}
    places: dict[str, int] = {}
    for index, cell in enumerate(submitted.cells):
        name = grade_id(cell) or cell.get("id", "")
        if cell.cell_type == "code" and name in ours and name not in places:
            places[name] = index
    steps = [
        Step(str(name), cell.source, None) for name, cell in ours.items() if _is_given(cell) and name not in places
    ]
    step_of: dict[int, int] = {}
    names = {index: name for name, index in places.items()}
    for index, cell in enumerate(submitted.cells):
        if cell.cell_type != "code":
            continue
        known = names.get(index)
        locked = known is not None and ours[known].metadata.nbgrader.get("locked", False)
        step_of[index] = len(steps)
        steps.append(Step(known or f"cell {index + 1}", ours[known].source if locked else cell.source, index))
    stops: dict[str, int] = {}
    answers: dict[str, int | None] = {}
    for exercise in assignment.exercises:
        if exercise.manual:
            continue
        answer = places.get(exercise.answer_id)
        answers[exercise.id] = None if answer is None else step_of[answer]
        if exercise.check_id in places:
            stops[exercise.id] = step_of[places[exercise.check_id]]
        else:
            stops[exercise.id] = len(steps) if answer is None else step_of[answer] + 1
    return Plan(tuple(steps), stops, answers)


def _is_given(cell: NotebookNode) -> bool:
    metadata = cell.metadata.nbgrader
    return bool(metadata.get("locked")) and not metadata.get("grade") and not metadata.get("solution")


@dataclass
class NotebookRun:
    """One submission on its way through the sandbox. `close` ends its processes.

    `outputs` and `errors` are by step number; an error is a description as `describe_lines` takes it.
    """

    sandbox: Sandbox
    plan: Plan
    limits: Limits
    seed: int
    files: Mapping[str, bytes] = field(default_factory=dict)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    errors: dict[int, dict[str, Any]] = field(default_factory=dict)
    _ended: set[int] = field(default_factory=set)
    _position: int = 0
    _used: float = 0.0
    _worker: Process | None = None

    def advance(self, stop: int) -> None:
        """Run the cells up to, and without, step number `stop`."""
        while self._position < stop:
            number = self._position
            self._position += 1
            if self._used > self.limits.notebook_seconds:
                self._refuse(number, f"not run: the notebook had used up its {self.limits.notebook_seconds:g} seconds")
                continue
            worker = self._ready(number)
            self._run(worker, number)

    def snapshot(self) -> Process:
        """Copy the notebook's process as it is now. Raises StudentStopped where it cannot be copied."""
        for _ in range(2):
            try:
                return self._ready(self._position).fork()
            except (Closed, OSError):  # the student's processes fill the process limit, or it has died
                self._drop()
        raise StudentStopped(
            {"type": "Stopped", "message": "your notebook leaves no process free to check this exercise"}
        )

    def problem(self, step: int | None) -> str | None:
        """Say in the student's words what went wrong in a cell, None where nothing did."""
        if step is None or step not in self.errors:
            return None
        return "\n".join(describe_lines(self.errors[step]))

    def close(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _ready(self, position: int) -> Process:
        """Return the worker with all cells before `position` run, in a fresh process if need be."""
        while self._worker is None or not self._worker.alive:
            self._worker = self.sandbox.spawn(self.limits, self.seed)
            if self.files:
                self._exchange(self._worker, {"op": "files", "files": dict(self.files)}, 30)
            for number in range(position):
                if number in self._ended:
                    continue
                if self._worker is None:
                    break
                self._run(self._worker, number)
        return self._worker

    def _run(self, worker: Process, number: int) -> None:
        step = self.plan.steps[number]
        before = worker.used
        try:
            answer = self._exchange(
                worker, {"op": "cell", "source": step.source, "cell": step.name}, self.limits.cell_seconds
            )
        except TimeoutError:
            self._refuse(number, f"stopped after {self.limits.cell_seconds:g} seconds")
            if not self._interrupted(worker):
                self._drop()
        except MemoryError:
            self._refuse(number, "stopped: it used more memory than the grader allows")
            self._drop()
        except (Closed, WireError, OSError):
            self._refuse(number, "ended the whole Python process (a crash, or a call such as os._exit)")
            self._drop()
        else:
            if number not in self.outputs:
                self.outputs[number] = _checked_outputs(answer.get("outputs"))
                if answer.get("error") is not None:
                    self.errors[number] = checked_description(answer["error"])
            if worker.children() > self.limits.processes // 2:
                self._refuse(number, f"left out: it left more than {self.limits.processes // 2} processes running")
                self._drop()
        self._used += worker.used - before

    def _interrupted(self, worker: Process) -> bool:
        """Stop a cell that takes too long; True where the notebook can go on from there."""
        worker.interrupt()
        try:
            worker.wait(_INTERRUPT_GRACE)
        except (TimeoutError, MemoryError, WireError, OSError):
            return False
        return True

    def _refuse(self, number: int, reason: str) -> None:
        """Leave a cell out from now on and say why in its output."""
        self._ended.add(number)
        name = self.plan.steps[number].name
        self.errors[number] = {"type": "Stopped", "message": f'your cell "{name}" was {reason}', "frames": []}
        if reason.startswith("ended"):
            self.errors[number]["message"] = f'your cell "{name}" {reason}'
        text = self.errors[number]["message"]
        self.outputs[number] = [{"output_type": "error", "ename": "Stopped", "evalue": text, "traceback": [text]}]

    @staticmethod
    def _exchange(worker: Process, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        worker.channel.send(Encoder(lambda value: Pickled(b"")).encode(request))
        answer = Decoder(lambda handle: None).decode(worker.wait(seconds)).value
        if not isinstance(answer, dict) or not isinstance(answer.get("ok", {}), dict | None):
            raise WireError("malformed answer")
        return answer.get("ok") or {"error": answer.get("error")}


def _checked_outputs(outputs: Any) -> list[dict[str, Any]]:
    """Keep of a worker's outputs what nbformat's schema knows, as text."""
    checked: list[dict[str, Any]] = []
    for output in outputs if isinstance(outputs, list) else []:
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            checked.append({"output_type": "stream", "name": name, "text": str(output.get("text", ""))})
        elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
            data = {str(mime): str(value) for mime, value in output["data"].items()}
            checked.append({"output_type": kind, "data": data, "metadata": {}})
            if kind == "execute_result":
                checked[-1]["execution_count"] = None
        elif kind == "error":
            lines = output.get("traceback")
            text = [str(line) for line in lines] if isinstance(lines, list) else []
            checked.append(
                {
                    "output_type": "error",
                    "ename": str(output.get("ename")),
                    "evalue": str(output.get("evalue")),
                    "traceback": text,
                }
            )
    return checked
