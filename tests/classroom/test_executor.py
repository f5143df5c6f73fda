"""The loop that grades a class: order, second tries, how much is held at a time, and what cannot fit."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from miniature import answered, make_course, submit

from autograder.classroom import memory
from autograder.classroom.ahead import ahead
from autograder.classroom.executor import Fault, Job, Lost, Outcome, Refused, grade_all, longest_first
from autograder.classroom.pool import Pool
from autograder.classroom.submission import Parcel, Submission, find
from autograder.course import Assignment
from autograder.errors import UserError


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    made = make_course(tmp_path_factory.mktemp("executor") / "course")
    for number in range(40):
        submit(made, f"s{number:02}", answered(made))
    return made


class Instant:
    """An executor of two places that answers at once, and counts the parcels that are alive."""

    def __init__(self, *fatal: str) -> None:
        self.fatal, self.most = fatal, 0
        self.given: list[str] = []
        self._now: list[Parcel] = []

    def open(self, job: Job, likely: int = 0) -> Mapping[str, str]:
        return {}

    def room(self) -> int:
        return 2 - len(self._now)

    def give(self, parcel: Parcel) -> None:
        assert self.room() > 0
        self._now.append(parcel)
        self.given.append(parcel.submission.student)

    def news(self, seconds: float) -> Iterator[Outcome | Lost]:
        now, self._now = self._now, []
        self.most = max(self.most, len(now))
        for parcel in now:
            lost = parcel.submission.student in self.fatal
            yield (Lost if lost else Refused)(parcel.submission, "gone")

    def close(self) -> None:
        pass


def graded(assignment: Assignment, executor: Instant) -> list[Outcome]:
    job = Job(assignment, lambda _: None)  # type: ignore[arg-type,return-value]
    return list(grade_all(find(assignment.root, assignment), job, executor))


def test_everybody_once_in_the_order_given(assignment: Assignment) -> None:
    executor = Instant()
    outcomes = graded(assignment, executor)
    assert executor.given == [f"s{number:02}" for number in range(40)]
    assert [one.submission.student for one in outcomes] == executor.given
    assert executor.most == 2


def test_what_takes_a_worker_along_twice_is_a_fault_and_not_tried_again(assignment: Assignment) -> None:
    executor = Instant("s03")
    outcomes = graded(assignment, executor)
    assert executor.given.count("s03") == 2
    assert [type(one) for one in outcomes if one.submission.student == "s03"] == [Fault]
    assert len(outcomes) == 40


@pytest.mark.slow
def test_a_class_is_not_held_in_memory(assignment: Assignment) -> None:
    """What is alive at a time is bounded by the places and the queue, whatever the size of the class."""
    made: list[weakref.ref[Refused]] = []

    class Heavy(Refused):
        pass

    def outcomes() -> Iterator[Refused]:
        for one in find(assignment.root, assignment):
            outcome = Heavy(one, "x")
            made.append(weakref.ref(outcome))
            yield outcome
            del outcome

    most = 0
    gc.freeze()  # what other tests hold is not looked through each time
    try:
        with ahead(outcomes(), 4) as settled:  # type: ignore[arg-type]
            for outcome in settled:
                del outcome
                gc.collect()
                most = max(most, sum(ref() is not None for ref in made))
    finally:
        gc.unfreeze()
    assert len(made) == 40
    assert most <= 6


def test_grading_goes_on_while_the_books_are_kept_and_stops_with_them() -> None:
    began = threading.Event()

    def items() -> Iterator[int]:
        yield 0
        began.set()
        yield from range(1, 1000)

    with ahead(items(), 2) as numbers:  # type: ignore[arg-type]
        assert next(numbers) == 0
        assert began.wait(20)  # without anybody asking for the next one
        time.sleep(0.01)
    assert threading.active_count() < 10

    def failing() -> Iterator[int]:
        yield 0
        raise UserError("in the midst")

    with ahead(failing(), 2) as numbers, pytest.raises(UserError, match="in the midst"):  # type: ignore[arg-type]
        list(numbers)


def test_the_longest_first_by_past_seconds_then_by_size(tmp_path: Path) -> None:
    submissions = []
    for name, size in (("ada", 1), ("bob", 50), ("cyd", 10), ("dan", 100)):
        (tmp_path / name).write_text("x" * size)
        submissions.append(Submission(name, tmp_path, tmp_path / name))
    submissions.append(Submission("eve", tmp_path, None))
    order = longest_first(submissions, {"ada": 9.0, "cyd": 1.0})
    assert [one.student for one in order] == ["ada", "dan", "bob", "eve", "cyd"]


def test_more_at_a_time_than_fits_into_memory_is_refused(assignment: Assignment, monkeypatch) -> None:
    monkeypatch.setattr(memory, "of_this_machine", lambda: 10 * 2**30)
    job = Job(assignment, lambda _: None)  # type: ignore[arg-type,return-value]
    Pool(2).open(job)
    with pytest.raises(UserError, match="12, and this machine has 10: use at most --jobs 2"):
        Pool(3).open(job)
    monkeypatch.setattr(memory, "of_this_machine", lambda: 2**30)
    Pool(1).open(job)  # one at a time is always tried
