"""Pieces of work on one assignment or several, dealt out to processes of which each holds an engine of its own.

A process takes the next piece when it is done with one, and keeps its engine while the pieces are of the same
assignment. So no processor is idle before the last assignment's last piece: while one process is still at the longest
piece of an assignment, the others have gone on to the next.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from multiprocessing import get_context, util
from typing import Any, Generic, TypeVar

from autograder.classroom.parent import end_with_parent

T = TypeVar("T")
Tool = AbstractContextManager[Callable[[str], T]]


@dataclass(frozen=True, slots=True)
class Lot(Generic[T]):
    """Names, the longest piece of work first, and `open`, which can be pickled: in its block a name is worked on."""

    names: tuple[str, ...]
    open: Callable[[], Tool[T]]


def dealt_out(lots: Sequence[Lot[T]], jobs: int) -> Iterator[dict[str, T]]:
    """What each lot comes to by name, in turn; worked on in this process where one is enough.

    Raises what the work raises; what is not begun yet is given up then.
    """
    most = min(jobs, sum(len(lot.names) for lot in lots))
    if most <= 1:
        for lot in lots:
            with lot.open() as work:
                yield {name: work(name) for name in lot.names}
        return
    with worker_pool(most) as pool:
        try:
            dealt = [
                {name: pool.submit(_work_on, number, lot.open, name) for name in lot.names}
                for number, lot in enumerate(lots)
            ]
            for each in dealt:
                yield _results(each)
        finally:
            pool.shutdown(cancel_futures=True)


def worker_pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that end with this one: killed, it could not tell them that nothing more will come."""
    return ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin_process, initargs=(os.getpid(),)
    )


def _results(dealt: dict[str, Future[T]]) -> dict[str, T]:
    return {name: piece.result() for name, piece in dealt.items()}


# -- in a process of the pool ----------------------------------------------------------------------------------------


class _Held:
    """The lot that this process works on."""

    lot = -1
    block = ExitStack()
    work: Callable[[str], Any]


def _work_on(lot: int, open_lot: Callable[[], Tool[T]], name: str) -> T:
    if lot != _Held.lot:
        _Held.lot = -1
        _Held.block.close()
        _Held.work = _Held.block.enter_context(open_lot())
        _Held.lot = lot
    result: T = _Held.work(name)
    return result


def _begin_process(parent: int) -> None:
    end_with_parent(parent)
    util.Finalize(None, _Held.block.close, exitpriority=10)
