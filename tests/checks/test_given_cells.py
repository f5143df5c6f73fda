"""Cells that are given show what students have written, and say what they lack where a right answer has none of it."""

from pathlib import Path

import matplotlib
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.course import load

ASSIGNMENT = load(Path(__file__).parents[2], "03_modules")
HAND_WRITTEN = """
class Conv(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.randn(o, i, 3, 3) / 9), nn.Parameter(torch.zeros(o))

    def forward(self, x):
        return F.conv2d(x, self.weight, self.bias, padding=1)


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = Conv(1, 32), {second}
        self.three, self.four = nn.Linear(3136, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.one(x)), 2)
        x = F.max_pool2d(F.relu(self.two(x)), 2)
        return self.four(F.relu(self.three(x.flatten(1))))
"""


def cells(words):
    return [cell.source for cell in ASSIGNMENT.read_source().cells if words in cell.source]


@pytest.mark.parametrize(("second", "found"), [("Conv(32, 64)", 0), ("nn.Conv2d(32, 64, 3, padding=1)", 1)])
def test_a_convolution_written_by_hand_has_no_picture_and_no_error(second, found, capsys):
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    names = {"torch": torch, "nn": nn, "F": F, "plt": plt}
    exec(HAND_WRITTEN.format(second=second), names)
    (answer,) = cells("def layer_outputs(model, x)")
    (picture,) = cells("once exercises 8 and 13 are answered")
    state = torch.get_rng_state()
    try:
        exec(answer, names)
        exec(picture, names)
    finally:
        torch.set_rng_state(state)
    assert f"it finds {found}" in capsys.readouterr().out
