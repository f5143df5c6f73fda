"""What is asked ahead of a check: one request after the other, and what the check gets of it."""

import pytest

from autograder.boundary.tape import Tape, Wandered
from autograder.boundary.wire import Closed


class Worker:
    """Stands for a process: answers each request with itself."""

    def __init__(self) -> None:
        self.used = 0.0
        self.asked: list[bytes] = []

    def ask(self, request: bytes, seconds: float) -> tuple[bytes, bytes]:
        self.asked.append(request)
        return request, b""


class Ended(Worker):
    def ask(self, request: bytes, seconds: float) -> tuple[bytes, bytes]:
        raise Closed("the process has ended")


def tape(worker: Worker) -> Tape:
    return Tape(worker, 10.0)  # type: ignore[arg-type]


REQUESTS = [b"%d" % number for number in range(40)]


def test_a_check_gets_what_was_asked_ahead_and_nothing_is_asked_twice() -> None:
    worker = Worker()
    ahead = tape(worker)
    for request in REQUESTS:
        assert ahead.ask_ahead(request)
    assert [ahead.exchange(request)[0] for request in REQUESTS] == REQUESTS
    ahead.end()
    assert ahead.is_whole and ahead.asked == REQUESTS
    assert worker.asked == REQUESTS


def test_a_check_that_asks_something_else_has_wandered() -> None:
    ahead = tape(Worker())
    ahead.ask_ahead(b"0")
    ahead.ask_ahead(b"1")
    ahead.exchange(b"0")
    with pytest.raises(Wandered):
        ahead.exchange(b"3")
    assert ahead.wandered and not ahead.is_whole


def test_a_check_that_ends_early_has_wandered() -> None:
    ahead = tape(Worker())
    ahead.ask_ahead(b"0")
    ahead.ask_ahead(b"1")
    ahead.exchange(b"0")
    ahead.end()
    assert ahead.wandered and not ahead.is_whole


def test_a_process_that_ended_meanwhile_is_told_where_it_is_asked() -> None:
    ahead = tape(Ended())
    assert ahead.ask_ahead(b"0") is None
    with pytest.raises(Closed):
        ahead.exchange(b"0")
    ahead.end()
    assert not ahead.is_whole and not ahead.wandered


def test_answers_that_are_long_together_are_taken_before_more_is_asked_ahead() -> None:
    ahead = tape(Worker())
    long = bytes(30 << 20)
    assert [ahead.ask_ahead(long) is not None for _ in range(4)] == [True, True, False, False]


def test_nothing_is_asked_of_a_process_that_has_used_its_time() -> None:
    worker = Worker()
    ahead = tape(worker)
    worker.used = 11.0  # what it said took so long to be read
    assert ahead.ask_ahead(b"0") is None
    assert worker.asked == []
