"""What a check and a worker said to each other, byte for byte: asked ahead of the check, given to it as if asked now.

A check that is known to begin with a certain request need not run for that request to be sent. What came back is kept,
and when the check does run, it gets the answer where it asks exactly that. The worker hears the same requests in the
same order either way.

Waiting for one answer before the next request is sent would leave both sides idle in turns. So those requests that a
check is most likely to make are sent along, and the worker finds them waiting. Where the check then asks something
else, the worker has been asked what it never should have been: `Overtaken`, and that process is of no use any more.
"""

import hashlib
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

from autograder.boundary.process import Process
from autograder.boundary.wire import LENGTHS, Closed, WireError

_MOST_KEPT = 16 << 20  # bytes of requests
MOST_SENT = 16  # requests on their way
_MOST_BYTES_SENT = 32 << 10  # of them: a socket takes so much at any time, so that sending never waits for a reader

Answer = tuple[bytes, bytes]
"""Head and body of a message, as a channel gives them."""


class Wandered(Exception):
    """A check asked something else than it asked before, after the same answers: it draws on something beside them."""


class Overtaken(Exception):
    """The process was asked ahead what the check does not ask: its answers from here on say nothing."""


class Tape:
    """The exchanges of one check with one process.

    `limit` is the processor time in seconds that they may take; `late` says what is wrong with what takes longer.
    `runs_ahead`: requests that are likely to follow are sent before the answers to those before them have come.
    """

    def __init__(self, process: Process, limit: float, late: str | None = None, *, runs_ahead: bool = False) -> None:
        self.process, self.limit, self.runs_ahead = process, limit, runs_ahead
        self.late = late or f"it had not finished after {limit:g} seconds"
        self.exchanges: list[tuple[bytes, bytes]] = []  # each request with the digest of its answer
        self.is_whole = True  # every request was answered, and is kept
        self.wandered = self.overtaken = False
        self._sent: deque[bytes] = deque()  # and not answered yet
        self._ahead: list[tuple[bytes, Answer | Exception]] = []
        self._until = process.used + limit
        self._room = _MOST_KEPT

    @property
    def asked(self) -> list[bytes] | None:
        """All requests that the process was asked, in order; None where they were too long to be kept."""
        requests = [request for request, _ in (*self.exchanges, *self._ahead[len(self.exchanges) :])]
        return requests if all(requests) else None

    @property
    def has_sent_more(self) -> bool:
        """Whether the process was sent requests whose answers have not been asked for."""
        return bool(self._sent)

    def ask_ahead(self, request: bytes, likely: Iterable[bytes] = ()) -> bytes | None:
        """Send a request that the check is known to make; return the digest of the answer, None where none came.

        `likely` are the requests that are likely to follow. Raises Overtaken where others were on their way.
        """
        answer = self._asked(request, likely)
        self._ahead.append((request, answer))
        return None if isinstance(answer, Exception) else digest(answer)

    def exchange(self, request: bytes) -> Answer:
        """The check's next request. Raises what `Process.wait` raises, Wandered and Overtaken."""
        if len(self.exchanges) < len(self._ahead):
            expected, answer = self._ahead[len(self.exchanges)]
            if request != expected:
                self.is_whole, self.wandered = False, True
                raise Wandered
        else:
            answer = self._asked(request)
            self._ahead.append((b"", answer))
        if isinstance(answer, Exception):
            self.is_whole = False
            raise answer
        self._ahead[len(self.exchanges)] = (b"", (b"", b""))  # a long answer is not kept
        self._room -= len(request)
        self.is_whole = self.is_whole and self._room >= 0
        self.exchanges.append((request if self.is_whole else b"", digest(answer)))
        return answer

    def end(self) -> None:
        """The check has ended; where it has not asked for everything that was asked ahead of it, it has wandered."""
        stopped = len(self.exchanges) < len(self._ahead) and isinstance(self._ahead[len(self.exchanges)][1], Exception)
        if len(self.exchanges) + stopped < len(self._ahead):
            self.is_whole, self.wandered = False, True
        elif self._sent and not stopped:
            self.is_whole, self.overtaken = False, True

    def _asked(self, request: bytes, likely: Iterable[bytes] = ()) -> Answer | Exception:
        if self._sent and self._sent[0] != request:
            self.is_whole, self.overtaken = False, True
            raise Overtaken
        try:
            if self._sent:
                self._sent.popleft()
            else:
                self.process.channel.send(request)
            if self.runs_ahead:
                self._send_along(likely)
            return self.process.wait(max(self._until - self.process.used, 0.05))
        except (TimeoutError, MemoryError, WireError) as problem:
            return problem

    def _send_along(self, likely: Iterable[bytes]) -> None:
        room = _MOST_BYTES_SENT
        for number, request in enumerate(islice(likely, MOST_SENT)):
            room -= len(request)
            if room < 0:
                return
            if number < len(self._sent):
                continue
            with suppress(Closed):  # the process has ended: that is told where its answer is waited for
                self.process.channel.send(request)
            self._sent.append(request)


def digest(answer: Answer) -> bytes:
    """What no other answer has."""
    head, body = answer
    seen = hashlib.sha256(LENGTHS.pack(len(head), len(body)))
    seen.update(head)
    seen.update(body)
    return seen.digest()
