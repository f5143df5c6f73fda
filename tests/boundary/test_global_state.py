"""What a call has changed beside its arguments is found, whichever generator it drew from."""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from autograder.boundary import global_state
from autograder.boundary.global_state import GlobalState

NUMPY = "NumPy's random state"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    numpy, python = np.random.get_state(), random.getstate()
    with torch.random.fork_rng():
        yield
    torch.use_deterministic_algorithms(False)
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
        (lambda: torch.use_deterministic_algorithms(True), ["the choice of deterministic algorithms"]),
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


def test_the_second_of_two_of_pythons_is_a_change() -> None:
    random.seed(0)
    for _ in range(3):
        state = GlobalState()
        random.gauss()
        assert state.changed() == ["Python's random state"]


def test_pythons_generator_is_read_where_it_lies_and_no_number_of_it_is_missed() -> None:
    generator = global_state._PythonsGenerator()
    assert generator._lies_there
    version, told, gauss = random.getstate()
    for place in range(len(told)):
        other = list(told)
        other[place] = told[place] ^ 1 if place < len(told) - 1 else 7  # the last is the position in the others
        random.setstate((version, tuple(other), gauss))
        assert generator._raw() == generator._told()


def test_where_it_does_not_lie_there_python_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(global_state._PythonsGenerator, "_raw", lambda self: b"")
    monkeypatch.setattr(global_state, "_pythons_generator", global_state._PythonsGenerator())
    state = GlobalState()
    assert state.changed() == []
    random.random()
    assert state.changed() == ["Python's random state"]


def test_another_generator_of_numpy_s_is_looked_at() -> None:
    usual = np.random.get_bit_generator()
    try:
        np.random.set_bit_generator(np.random.PCG64(0))
        state = GlobalState()
        np.random.rand()
        assert state.changed() == [NUMPY]
    finally:
        np.random.set_bit_generator(usual)
