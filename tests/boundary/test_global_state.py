"""What a call has changed beside its arguments is found, whichever generator it drew from."""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from autograder.boundary.global_state import GlobalState

NUMPY = "NumPy's random state"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    numpy, python = np.random.get_state(), random.getstate()
    with torch.random.fork_rng():
        yield
    np.random.set_state(numpy)
    random.setstate(python)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda: None, []),
        (lambda: torch.rand(1), ["torch's random state"]),
        (random.random, ["Python's random state"]),
        (np.random.rand, [NUMPY]),
        (np.random.randn, [NUMPY]),
        (lambda: np.random.seed(3), [NUMPY]),
        (lambda: np.random.default_rng(0).random(), []),
        (lambda: torch.rand(1, generator=torch.Generator().manual_seed(0)), []),
    ],
)
def test_a_change_is_named(change: Callable[[], object], named: list[str]) -> None:
    np.random.seed(0)
    state = GlobalState()
    change()
    assert state.changed() == named
    assert GlobalState().changed() == []


def test_the_second_of_two_normal_numbers_is_a_change() -> None:
    np.random.seed(0)
    for _ in range(3):  # the first of each pair moves the generator, the second only takes what was kept
        state = GlobalState()
        np.random.randn()
        assert state.changed() == [NUMPY]


def test_another_generator_of_numpy_s_is_looked_at() -> None:
    usual = np.random.get_bit_generator()
    try:
        np.random.set_bit_generator(np.random.PCG64(0))
        state = GlobalState()
        np.random.rand()
        assert state.changed() == [NUMPY]
    finally:
        np.random.set_bit_generator(usual)
