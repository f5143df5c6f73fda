"""The exercises of an assignment, dealt out to several processes, each with an engine of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


def dealt_out(work: Callable[[list[str]], list[T]], names: Sequence[str], jobs: int) -> list[T]:
    """What `work`, which can be pickled, makes of all names, in no order; in this process where one is enough."""
    shares = [list(names[start::jobs]) for start in range(min(jobs, len(names)))]
    if len(shares) <= 1:
        return work(list(names))
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        return [one for part in pool.map(work, shares) for one in part]
