"""Hidden checks of xor_net."""

import math

import torch

from autograder.expect import Mismatch, assert_close, check

from ..common import (
    LARGE,
    NETWORK,
    assert_output,
    assert_parameters,
    chain,
    dense,
    filled,
    layers,
    linear_shapes,
    network,
    normal,
)
from ..gradients import assert_gradients
from ..networks import assert_all_else_left, assert_nothing_behind

XOR = (2, 2, 1)


def dense_tanh(x, pairs, activation=torch.tanh):
    return dense(x, pairs, activation)


@check("xor_net", alone=False)
def test_xor_net_has_nine_parameters(student):
    """The parameters are those of Linear(2, 2) and Linear(2, 1), nine numbers in all."""
    assert_parameters(network(student, "XORNet"), linear_shapes(*XOR), "XORNet()")


@check("xor_net", weight=2, hint="A logit may be any real number. What lies between the layers?")
def test_xor_net_output(student, rng):
    """Linear, tanh, Linear: one logit for each row, in shape (N, 1), in both modes."""
    for n, training in ((4, True), (1, False), (9, False)):
        module = network(student, "XORNet").train(training)
        pairs = filled(chain(module, *XOR), rng)
        assert_output(module, dense_tanh, 2 * normal(n, 2, rng=rng), pairs)
        with torch.no_grad():
            pairs[1][0].mul_(LARGE)
        assert_output(module, dense_tanh, 2 * normal(8, 2, rng=rng), pairs, "the result for large weights")
    module = network(student, "XORNet")
    pairs = filled(chain(module, *XOR), rng)
    with torch.no_grad():
        pairs[0][0].div_(LARGE)  # or tanh, flat by then, would hide what the inputs are
    assert_output(module, dense_tanh, LARGE * normal(8, 2, rng=rng), pairs, "the result for large inputs")
    with torch.no_grad():
        pairs[0][0].mul_(LARGE)
    flat = LARGE * normal(8, 2, rng=rng)
    assert_output(module, dense_tanh, flat, pairs, "the result where tanh is flat")
    assert_nothing_behind(module, flat, pairs[-1][1])


@check("xor_net")
def test_xor_net_can_solve_xor(student, rng):
    """With the right weights, the logits of (0, 0), (0, 1), (1, 0) and (1, 1) tell exclusive or."""
    module = network(student, "XORNet")
    (w1, b1), (w2, b2) = layers(module, (2, 2), (1, 2))
    if b1 is None or b2 is None:
        raise Mismatch("this could not be judged: the biases are missing")
    sharp = 3 + float(torch.rand((), generator=rng))
    with torch.no_grad():  # two steps, up at 1/2 and at 3/2 of the sum
        w1.copy_(torch.full((2, 2), sharp))
        b1.copy_(sharp * torch.tensor([-0.5, -1.5]))
        w2.copy_(torch.tensor([[4.0, -4.0]]))
        b2.fill_(-4.0)
        logits = module(torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))
    steps = [math.tanh(sharp * (total - 0.5)) - math.tanh(sharp * (total - 1.5)) - 1 for total in (0, 1, 1, 2)]
    assert_close(logits, 4 * torch.tensor(steps)[:, None], what="the result", **NETWORK)


@check("xor_net")
def test_xor_net_gradients(student, rng):
    """Gradients flow back to the input, the weights and the biases, in both modes."""
    for n, training in ((4, True), (1, True), (3, False)):
        module = network(student, "XORNet").train(training)
        pairs = filled(chain(module, *XOR), rng)
        assert_gradients(module, dense_tanh, normal(n, 2, rng=rng), pairs, rng)


@check(
    "xor_net",
    weight=0.25,
    hint="Who calls torch.manual_seed decides on the random numbers of all other code.",
    alone=False,
)
def test_xor_net_leaves_all_else(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    assert_all_else_left(student, "XORNet", [], normal(5, 2, rng=rng), (5, 1), rng)
