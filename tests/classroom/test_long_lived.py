"""The collector leaves alone what was there before, and nothing else."""

import gc
import weakref

from autograder.classroom.long_lived import leave_alone_what_stayed, left_alone


class Ring:
    def __init__(self) -> None:
        self.itself = self


def _ring() -> "weakref.ref[Ring]":
    return weakref.ref(Ring())


def test_what_comes_in_the_block_is_collected_as_ever():
    with left_alone():
        left = _ring()
        gc.collect()
        assert left() is None


def test_what_was_there_is_not_looked_through_until_the_end():
    gc.collect()
    gc.disable()
    try:
        before = _ring()
        with left_alone():
            assert gc.get_freeze_count() > 0
            gc.collect()
            assert before() is not None
    finally:
        gc.enable()
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert before() is None


def test_what_stayed_is_left_alone_and_garbage_is_not():
    with left_alone():
        kept, left = [Ring() for _ in range(1000)], _ring()
        count = gc.get_freeze_count()
        leave_alone_what_stayed()
        assert left() is None
        assert gc.get_freeze_count() >= count + len(kept)
    assert gc.get_freeze_count() == 0
