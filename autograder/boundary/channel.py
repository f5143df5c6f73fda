"""The socket between the trusted grader and a sandboxed worker: messages of `wire.py`, and descriptors."""

import os
import socket
import time
from collections.abc import Callable

from autograder.boundary.wire import LENGTHS, MAX_BODY, MAX_HEAD, Closed, WireError

_INTERVAL = 0.1  # seconds


class Channel:
    """A stream socket that carries length-prefixed messages, with an optional deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._timeout: float | None = -1.0  # as it is set now, or not yet: setting it is a call of the system
        # A student may read fileno() but has nothing to gain: the other side trusts no byte of it.
        self.fileno = sock.fileno

    def send(
        self, message: bytes, still_waiting: Callable[[], bool] | None = None, interval: float = _INTERVAL
    ) -> None:
        """Send a message, however long the other side takes to read it.

        `still_waiting` is asked every `interval` seconds; False raises TimeoutError. Without it that is 60 seconds.
        """
        if still_waiting is not None:
            self._wait_at_most(interval)
            self._send_in_pieces(memoryview(message), still_waiting, interval)
            return
        try:
            self._wait_at_most(None if self._timeout is None else 60)  # who is asked without a limit answers without
            self._socket.sendall(message)
        except OSError as problem:
            raise Closed("the other side is gone") from problem

    def _send_in_pieces(self, rest: memoryview, still_waiting: Callable[[], bool], interval: float) -> None:
        asked = time.monotonic()
        while True:
            try:
                rest = rest[self._socket.send(rest) :]
            except TimeoutError:
                pass
            except OSError as problem:
                raise Closed("the other side is gone") from problem
            if not rest:
                return
            if time.monotonic() - asked > interval:
                asked = time.monotonic()
                if not still_waiting():
                    raise TimeoutError

    def receive(
        self, still_waiting: Callable[[], bool] | None = None, interval: float = _INTERVAL
    ) -> tuple[bytes, bytes]:
        """Return the next message's head and body.

        `still_waiting` is asked every `interval` seconds; False raises TimeoutError.
        """
        self._wait_at_most(interval if still_waiting else None)
        head, body = LENGTHS.unpack(self._read(LENGTHS.size, still_waiting, interval))
        if head > MAX_HEAD or body > MAX_BODY:
            raise WireError("malformed message: longer than allowed")
        return self._read(head, still_waiting, interval), self._read(body, still_waiting, interval) if body else b""

    def _wait_at_most(self, seconds: float | None) -> None:
        if seconds != self._timeout:
            self._socket.settimeout(seconds)
            self._timeout = seconds

    def _read(self, count: int, still_waiting: Callable[[], bool] | None, interval: float) -> bytes:
        buffer = bytearray(count)
        view, position = memoryview(buffer), 0
        asked = time.monotonic()
        while position < count:
            try:
                received = self._socket.recv_into(view[position:])
            except TimeoutError:
                received = -1
            except OSError as problem:
                raise Closed("the other side is gone") from problem
            if received == 0:
                raise Closed("the other side is gone")
            position += max(received, 0)
            if still_waiting is not None and time.monotonic() - asked > interval:
                asked = time.monotonic()
                if not still_waiting():
                    raise TimeoutError
        return bytes(buffer)

    def send_descriptor(self, descriptor: int) -> None:
        socket.send_fds(self._socket, [b"F"], [descriptor])

    def receive_descriptor(self, timeout: float, still_waiting: Callable[[], bool] | None = None) -> int:
        """Return a received file descriptor; `still_waiting` is asked now and then and may raise. Raises Closed."""
        until = time.monotonic() + timeout
        self._wait_at_most(0.1)
        while time.monotonic() < until:
            try:
                mark, descriptors, _, _ = socket.recv_fds(self._socket, 1, 1)
            except TimeoutError:
                if still_waiting is None or still_waiting():
                    continue
                break
            except OSError as problem:
                raise Closed("no descriptor came") from problem
            if mark == b"F" and len(descriptors) == 1:
                return descriptors[0]
            for descriptor in descriptors:
                os.close(descriptor)
            break
        raise Closed("no descriptor came")

    def close(self) -> None:
        self._socket.close()
