"""Hidden checks of residual_block."""

from itertools import permutations

import torch
from torch.nn import functional as F

from autograder.expect import Mismatch, assert_unchanged, check

from ..common import (
    LARGE,
    across,
    assert_attempted,
    assert_output,
    assert_parameters,
    by_shape,
    drawn_at_random,
    exact,
    filled,
    integer,
    linear_shapes,
    network,
    normal,
)
from ..gradients import assert_gradients
from ..networks import assert_all_else_left, assert_nothing_behind


def residual(x, pairs, activation=F.relu):
    return activation(F.linear(activation(F.linear(x, *pairs[0])), *pairs[1])) + x


def residual_parameters(student, dim, rng):
    """A block, and the ways in which its four parameters may belong together: their shapes do not tell."""
    module = network(student, "ResidualBlock", dim)
    found = by_shape(module)
    weights, biases = found.get((dim, dim), []), found.get((dim,), [])
    if len(weights) != 2 or len(biases) != 2:
        counts = f"{len(weights)} of shape ({dim}, {dim}) and {len(biases)} of shape ({dim},)"
        raise Mismatch(f"this could not be judged: of parameters there must be two of each shape; there are {counts}")
    filled(list(zip(weights, biases, strict=True)), rng)
    ways = [list(zip(w, b, strict=True)) for w in permutations(weights) for b in permutations(biases)]
    return module, ways


def fitting(module, ways, *inputs):
    """The way that explains the block's output on all of these inputs, or the first where none does.

    On a few numbers two ways can agree, where no unit is active: what is compared must be among the inputs.
    """
    with torch.no_grad():
        told = [(x, module(x)) for x in inputs]
        return next((pairs for pairs in ways if all(_explains(pairs, x, y) for x, y in told)), ways[0])


def _explains(pairs, x, y):
    expected = residual(x.double(), exact(pairs)).float()
    atol = 1e-4 * max(1.0, float(expected.abs().max()))
    return isinstance(y, torch.Tensor) and y.shape == expected.shape and torch.allclose(y, expected, 1e-3, atol)


@check("residual_block", alone=False)
def test_residual_block_has_two_layers(student, rng):
    """The parameters are those of two Linear layers from dim to dim."""
    for dim in (3, 6, integer(8, 20, rng)):
        assert_parameters(network(student, "ResidualBlock", dim), linear_shapes(dim, dim, dim), f"ResidualBlock({dim})")


@check("residual_block", weight=4, hint="Follow a negative entry of x along the shortcut: what may change it?")
def test_residual_block_output(student, rng):
    """Two layers, each followed by ReLU, and x itself added at the end, in both modes."""
    for dim in (3, 6, 1):
        module, ways = residual_parameters(student, dim, rng)
        ordinary = [2 * normal(7, dim, rng=rng), normal(dim, rng=rng), normal(2, 3, dim, rng=rng)]
        transposed = across(normal(3, 2, dim, rng=rng))
        large = LARGE * normal(8, dim, rng=rng)
        pairs = fitting(module, ways, *ordinary, large)
        mistake = drawn_at_random(module, normal(99, dim, rng=rng))
        for given in ordinary:
            assert_output(module, residual, given, pairs, mistake=mistake)
        assert_output(module, residual, transposed, pairs, "the result for an input that is a transposed one", mistake)
        assert_output(module, residual, large, pairs, "the result for large inputs", mistake)
        assert_output(module.eval(), residual, ordinary[0], pairs, "the result in evaluation mode")
        assert_nothing_behind(module, ordinary[0], pairs[-1][1])


@check(
    "residual_block",
    weight=2,
    hint="Two paths lead from the result back to x. Does each carry its gradient, and through which layers?",
)
def test_residual_block_gradients(student, rng):
    """Gradients flow back through both paths to the input, and to all parameters, in both modes."""
    # So many rows that of no answer, right or wrong, all units of a layer are silent by chance.
    for dim, n, training in [(3, 12, True), (6, 8, True), (4, 10, False)]:
        module, ways = residual_parameters(student, dim, rng)
        module.train(training)
        x = normal(n, dim, rng=rng)
        assert_gradients(module, residual, x, fitting(module, ways, x), rng)


@check(
    "residual_block", effects=True, hint="Which operations write into the tensor that forward was given?", alone=False
)
def test_residual_block_input_unchanged(student, rng):
    """x keeps its values, in both modes."""
    for shape, training in [((4, 3), True), ((2, 3, 5), False), ((3,), False), ((4,), True)]:
        module = network(student, "ResidualBlock", shape[-1]).train(training)
        x = normal(*shape, rng=rng)
        before = x.clone()
        with torch.no_grad():
            y = module(x)
        assert_unchanged(x, before, "your input x")
        assert_attempted(y, shape)


@check(
    "residual_block",
    weight=0.25,
    hint="Who calls torch.manual_seed decides on the random numbers of all other code.",
    alone=False,
)
def test_residual_block_leaves_all_else(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    assert_all_else_left(student, "ResidualBlock", [4], normal(5, 4, rng=rng), (5, 4), rng)
