"""What a check and a worker said to each other, byte for byte: asked ahead of the check, given to it as if asked now.

A check that is known to begin with a certain request need not run for that request to be sent. What came back is kept,
and when the check does run, it gets the answer where it asks exactly that. The worker hears the same requests in the
same order either way.

No request is sent before the answer to the one before it has come, although both sides are idle in turns for that. What
a check asks next often holds what was right before: a gradient, weights, a result that is handed on. Whoever found it
waiting in the socket could read there what to answer.
"""

import hashlib

from autograder.boundary.process import Process
from autograder.boundary.wire import LENGTHS, WireError

_MOST_KEPT = 16 << 20  # bytes of requests
_MOST_HELD = 64 << 20  # bytes of answers that the check has not asked for yet

Answer = tuple[bytes, bytes]
"""Head and body of a message, as a channel gives them."""


class Wandered(Exception):
    """A check asked something else than it asked before, after the same answers: it draws on something beside them."""


class Tape:
    """The exchanges of one check with one process.

    `limit` is the processor time in seconds that they may take; `late` says what is wrong with what takes longer.
    """

    def __init__(self, process: Process, limit: float, late: str | None = None) -> None:
        self.process, self.limit = process, limit
        self.late = late or f"it had not finished after {limit:g} seconds"
        self.exchanges: list[tuple[bytes, bytes]] = []  # each request with the digest of its answer
        self.is_whole = True  # every request was answered, and is kept
        self.wandered = False
        self._given_up = False
        self._ahead: list[tuple[bytes, Answer | Exception]] = []
        self._until = process.used + limit
        self._room = _MOST_KEPT
        self._held = 0

    @property
    def asked(self) -> list[bytes] | None:
        """All requests that the process was asked, in order; None where they were too long to be kept."""
        requests = [request for request, _ in (*self.exchanges, *self._ahead[len(self.exchanges) :])]
        return requests if all(requests) else None

    def ask_ahead(self, request: bytes) -> bytes | None:
        """Send a request that the check is known to make; return the digest of the answer.

        None where none came, and where the answers are so long that the check has to take them before it asks for more.
        """
        answer = self._asked(request)
        self._ahead.append((request, answer))
        if isinstance(answer, Exception):
            return None
        self._held += sum(map(len, answer))
        return digest(answer) if self._held <= _MOST_HELD else None

    def exchange(self, request: bytes) -> Answer:
        """The check's next request. Raises what `Process.ask` raises, and Wandered."""
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

    def give_up(self) -> None:
        """The check was ended before it was through."""
        self.is_whole, self._given_up = False, True

    def end(self) -> None:
        """The check has ended; where it has not asked for everything that was asked ahead of it, it has wandered."""
        if self._given_up:
            return
        stopped = len(self.exchanges) < len(self._ahead) and isinstance(self._ahead[len(self.exchanges)][1], Exception)
        if len(self.exchanges) + stopped < len(self._ahead):
            self.is_whole, self.wandered = False, True

    def _asked(self, request: bytes) -> Answer | Exception:
        try:
            if self.process.used > self._until:  # its last answer took so long to be read
                raise TimeoutError
            return self.process.ask(request, max(self._until - self.process.used, 0.05))
        except (TimeoutError, MemoryError, WireError) as problem:
            return problem


def digest(answer: Answer) -> bytes:
    """What no other answer has."""
    head, body = answer
    seen = hashlib.sha256(LENGTHS.pack(len(head), len(body)))
    seen.update(head)
    seen.update(body)
    return seen.digest()
