"""What is sent ahead of answers: no more than asked for, in order, and given up where a check goes another way."""

from typing import Any

import pytest

from autograder.boundary.tape import MOST_SENT, Overtaken, Tape


class Worker:
    """Stands for a process and its channel: answers each request with itself."""

    def __init__(self) -> None:
        self.channel = self
        self.used = 0.0
        self.sent: list[bytes] = []
        self.answered = 0

    def send(self, request: bytes) -> None:
        self.sent.append(request)

    def wait(self, seconds: float) -> tuple[bytes, bytes]:
        self.answered += 1
        return self.sent[self.answered - 1], b""


def tape(worker: Any, **options: Any) -> Tape:
    return Tape(worker, 10.0, **options)


REQUESTS = [b"%d" % number for number in range(40)]


def test_likely_requests_are_on_their_way_while_answers_are_waited_for() -> None:
    worker = Worker()
    ahead = tape(worker, runs_ahead=True)
    for number, request in enumerate(REQUESTS):
        ahead.ask_ahead(request, REQUESTS[number + 1 :])
        assert worker.sent == REQUESTS[: number + 1 + MOST_SENT]
    assert not ahead.has_sent_more
    assert [ahead.exchange(request)[0] for request in REQUESTS] == REQUESTS
    ahead.end()
    assert ahead.is_whole and ahead.asked == REQUESTS


def test_nothing_is_sent_along_unless_it_may() -> None:
    worker = Worker()
    tape(worker).ask_ahead(REQUESTS[0], REQUESTS[1:])
    assert worker.sent == REQUESTS[:1]


def test_what_is_on_its_way_fits_a_socket() -> None:
    worker = Worker()
    long = [bytes(20_000), bytes(20_000)]
    tape(worker, runs_ahead=True).ask_ahead(b"first", long)
    assert worker.sent == [b"first", long[0]]


def test_a_check_that_asks_something_else_is_told() -> None:
    ahead = tape(Worker(), runs_ahead=True)
    ahead.ask_ahead(b"0", [b"1", b"2"])
    ahead.exchange(b"0")
    with pytest.raises(Overtaken):
        ahead.exchange(b"3")
    assert ahead.overtaken and not ahead.is_whole


def test_a_check_that_ends_early_has_been_overtaken() -> None:
    ahead = tape(Worker(), runs_ahead=True)
    ahead.ask_ahead(b"0", [b"1", b"2"])
    ahead.exchange(b"0")
    ahead.exchange(b"1")
    ahead.end()
    assert ahead.overtaken and not ahead.is_whole and not ahead.wandered
