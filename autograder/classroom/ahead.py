"""An iterator that runs ahead in a thread of its own: grading goes on while the books of what came before are kept.

Without it, whoever is done with a submission would wait for its next one until the last one is recorded.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 4  # graded and not yet kept, at most: what Ctrl-C waits for, and what is held in memory
_MOMENT_S = 0.1


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


class _End:
    pass


@contextlib.contextmanager
def ahead(items: Generator[T, None, None], most: int = MOST) -> Iterator[Iterator[T]]:
    """The same items, at most so many of them waiting; what `items` raises is raised where the next would be.

    When the block is left, `items` is closed, in its thread, and that is waited for.
    """
    run = _Run(items, most)
    run.start()
    try:
        yield run.results()
    finally:
        run.stop()


class _Run(Generic[T]):
    def __init__(self, items: Generator[T, None, None], most: int) -> None:
        self._items = items
        self._queue: queue.Queue[T | _Failed | _End] = queue.Queue(most)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._produce, name="ahead", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def results(self) -> Iterator[T]:
        while True:
            item = self._queue.get()
            if isinstance(item, _End):
                return
            if isinstance(item, _Failed):
                raise item.error
            yield item

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _produce(self) -> None:
        last: _Failed | _End = _End()
        try:
            with contextlib.closing(self._items):
                for item in self._items:
                    if not self._put(item):
                        return
        except BaseException as error:
            last = _Failed(error)
        self._put(last)

    def _put(self, item: T | _Failed | _End) -> bool:
        """Whether somebody still wants it."""
        while not self._stopped.is_set():
            with contextlib.suppress(queue.Full):
                self._queue.put(item, timeout=_MOMENT_S)
                return True
        return False
