"""What the reference answers, request by request, under a seed: recorded where the grader hears it."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any

import msgpack

from autograder.boundary.remote import Link
from autograder.boundary.tape import Tape as Asked
from autograder.course import Assignment
from autograder.engine import plugin, reference
from autograder.engine.checks import worker_seed
from autograder.engine.engine import Engine
from autograder.engine.plan import plan

Asks = list[list[bytes]]  # of one check: request, head and body of the answer
Tape = dict[str, Any]

_LONG = 8 << 20  # bytes: a file that a notebook writes has an end


def record(assignment: Assignment, seeds: tuple[int, ...], only: Container[str] | None = None) -> Tape:
    """Of all exercises, or `only` some.

    `places`: the cell after which an exercise is looked at → the exercise; `checks`: exercise → for each of its
    checks, for each seed, what was asked and answered.
    """
    source = assignment.read_source()
    layout = plan(assignment, source, source)
    tape: Tape = {"places": {}, "checks": {}}
    for exercise, stop in layout.stops.items():
        tape["places"][layout.steps[stop - 1].name] = exercise
    for seed in seeds:
        for (exercise, check), asks in _heard(assignment, seed, only).items():
            tape["checks"].setdefault(exercise, {}).setdefault(check, []).append(asks)
    tape["checks"] = {exercise: list(checks.values()) for exercise, checks in tape["checks"].items()}
    return tape


def packed(tape: Tape) -> dict[str, bytes]:
    """The tape as files to lie beside a notebook. Of what is long, a network's weights say, one recording must do."""
    files = {"places": msgpack.packb(tape["places"])}
    for exercise, checks in tape["checks"].items():
        kept = [takes if _size(takes) <= _LONG else takes[:1] for takes in checks]
        files[exercise] = msgpack.packb(kept)
    return {f"tape/{name}": bytes(data) for name, data in files.items()}


def _size(takes: list[Asks]) -> int:
    return sum(len(part) for asks in takes for ask in asks for part in ask)


def _heard(assignment: Assignment, seed: int, only: Container[str] | None) -> dict[tuple[str, str], Asks]:
    with Engine(assignment, seed=seed, remember=False) as engine:
        names = {worker_seed(seed, check): check.key for check in engine.checks}
        heard: dict[tuple[str, str], Asks] = {}
        with _listening(names, heard):
            graded = engine.grade(assignment.read_source(), only=only)
        assert len(heard) == sum(only is None or check.exercise in only for check in engine.checks), "not heard"
        assert all(e.score in (None, e.points) for e in graded.report.exercises), graded.report.to_json()
    return heard


@contextmanager
def _listening(names: dict[int, tuple[str, str]], heard: dict[tuple[str, str], Asks]) -> Iterator[None]:
    """Hear what checks ask, whether pytest runs them or the reference does."""

    def link(process: Any, limit: float, seed: int | None = None, *, tape: Any = None, **options: Any) -> Link:
        if seed is None:  # a check that asks the reference
            return Link(process, limit, **options)
        tape = tape or Asked(process, limit)
        tape.process = _Tapped(process, heard.setdefault(names[seed], []))
        return Link(tape.process, limit, seed, tape=tape, **options)

    places = (plugin, reference)
    for place in places:
        place.Link = link  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for place in places:
            place.Link = Link  # type: ignore[attr-defined]


class _Tapped:
    """A process that writes down what it is sent and what it answers."""

    def __init__(self, process: Any, asks: Asks) -> None:
        self._process, self._asks = process, asks

    def ask(self, message: bytes, seconds: float) -> tuple[bytes, bytes]:
        answer: tuple[bytes, bytes] = self._process.ask(message, seconds)
        self._asks.append([message, *answer])
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._process, name)
