"""Outputs that are cut off are told from outputs that are wrong in another way, wherever the limit lies."""

from importlib import import_module

import pytest
import torch

limited = import_module("autograder.checks.03_modules.limits").limited
EXPECTED = torch.tensor([[3.0], [-40.0], [25.0], [-900.0]])
CLOSE = {"rtol": 1e-3, "atol": 1e-4}


@pytest.mark.parametrize("limit", [0.5, 10.0, 24.0])
def test_a_clamp_is_recognised_by_what_it_leaves(limit):
    assert "limits them" in limited(EXPECTED.clamp(-limit, limit), EXPECTED, **CLOSE)


@pytest.mark.parametrize(
    "actual",
    [EXPECTED, EXPECTED.relu(), EXPECTED / 2, -EXPECTED.clamp(-10, 10), EXPECTED.clamp(max=10), EXPECTED[:, 0], None],
    ids=["right", "relu", "half", "turned round", "one wrong alone", "another shape", "nothing"],
)
def test_nothing_is_said_of_other_mistakes(actual):
    assert limited(actual, EXPECTED, **CLOSE) is None
