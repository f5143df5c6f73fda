"""Hidden checks of device_error."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, check

from ..common import integer, normal, state_of, with_weights
from . import probes


def averages(x, length, layer):
    """In a slow loop: positions added, the mean of what has passed, the linear layer."""
    positions = torch.arange(length, dtype=torch.float64) / (length - 1)
    moved = x.double() + positions[: x.shape[1], None]
    past = torch.stack([moved[:, : step + 1].mean(1) for step in range(x.shape[1])], 1)
    return past @ layer.weight.double().t() + layer.bias.double()


def past_averages(student, rng, length, steps, dim, **how):
    """What PastAverage gives on the accelerator, what is right, and the right gradients."""
    layer = with_weights(nn.Linear(dim, dim), rng)
    x, upstream = (normal(2, steps, dim, rng=rng, dtype=torch.float32) for _ in range(2))
    arguments = {"sizes": [length, dim], "state": state_of(layer), "x": x, "upstream": upstream}
    seen = student.probe(probes.average_on_accelerator, **arguments, **how)
    expected = averages(x, length, layer)
    grads = torch.autograd.grad(expected, [layer.weight, layer.bias], upstream.double())
    return seen, expected.detach(), dict(zip(["weight", "bias"], grads, strict=True))


# Sums of up to eight terms of order 1 in float32, in another order: 1e-6 each.
ALIKE = {"rtol": 1e-5, "atol": 1e-5}


def assert_on_accelerator(seen, expected):
    if seen["device"] != "simgpu":
        raise Mismatch(f"for an x on the accelerator, the result is on {seen['device']!r}")
    assert_close(seen["result"].double(), expected, **ALIKE, what="the result on the accelerator")


@check(
    "device_error",
    weight=2,
    hint="Model.to(device) moves parameters and buffers. Which tensors of this module are neither, or are made later?",
)
def test_same_values_on_the_accelerator(student, rng):
    """On the accelerator, a PastAverage gives the values of the CPU, on the device of x, for every T up to length."""
    for length, steps, dim in [(8, 5, 4), (5, 5, 3), (6, 1, 2)]:
        seen, expected, grads = past_averages(student, rng, length, steps, dim)
        assert_on_accelerator(seen, expected)
        for name, grad in grads.items():
            if seen["gradients"][name] is None:
                raise Mismatch(f"no gradient reaches the {name} of the linear layer on the accelerator")
            found = seen["gradients"][name].double()
            assert_close(found, grad.double(), **ALIKE, what=f"the gradient of the {name}")


@check("device_error", hint="A tensor that forward makes is on the CPU, unless it says where else. Who knows where?")
def test_tensors_made_in_forward(student, rng):
    """What forward makes is on the device of x."""
    seen, expected, _ = past_averages(student, rng, 7, 4, 3, help_with="attributes")
    assert_on_accelerator(seen, expected)


@check("device_error", hint="A tensor that is a plain attribute is no part of the module: what can be one?")
def test_tensors_kept_in_the_module(student, rng):
    """What the module keeps comes to the accelerator, too."""
    seen, expected, _ = past_averages(student, rng, 7, 4, 3, help_with="new tensors")
    assert_on_accelerator(seen, expected)


@check("device_error", weight=0.5, hint="The machine has an accelerator. Does that mean that this x is on it?")
def test_there_and_back(student, rng):
    """The model works on the CPU, then on the accelerator, then on the CPU again: it follows x."""
    seen, expected, _ = past_averages(student, rng, 6, 4, 3, back=True)
    assert_close(seen["before"].double(), expected, **ALIKE, what="the result on the CPU, before")
    assert_on_accelerator(seen, expected)
    assert_close(seen["after"].double(), expected, **ALIKE, what="the result on the CPU, after")
    assert_equal(seen["last device"], "cpu", "the device of the last result")


@check("device_error", weight=0.5, hint="What an optimizer may change is a parameter; what only moves along is not.")
def test_linear_layer_alone_is_learned(student, rng):
    """On the accelerator, too, the parameters are those of the linear layer and no others."""
    dim = integer(3, 6, rng)
    seen, expected, _ = past_averages(student, rng, 6, 4, dim)
    assert_on_accelerator(seen, expected)
    assert_equal(seen["parameters"], dim * dim + dim, "the count of numbers that are learned")
