"""Hidden checks of simple_network."""

import torch

from autograder.expect import assert_close, check

from ..common import (
    EXACT,
    LARGE,
    across,
    assert_attempted,
    assert_output,
    assert_parameters,
    chain,
    dense,
    drawn_at_random,
    filled,
    integer,
    linear_shapes,
    network,
    normal,
)
from ..common_probes import fill
from ..gradients import assert_gradients
from ..networks import assert_all_else_left, assert_nothing_behind
from . import probes

SIMPLE = [(3, 5, 2), (7, 4, 6), (2, 9, 1)]


@check("simple_network", hint="Layers that are attributes of an nn.Module show in its parameters().", alone=False)
def test_simple_network_has_two_layers(student, rng):
    """A class whose networks have the weights and biases of two Linear layers of the sizes asked for, and no more."""
    is_class = student.probe(probes.is_module_class, name="SimpleNetwork")
    assert is_class, "SimpleNetwork must be a class, a subclass of nn.Module"
    for sizes in [*SIMPLE, (integer(10, 20, rng), integer(21, 30, rng), integer(2, 9, rng))]:
        module = network(student, "SimpleNetwork", *sizes)
        assert_parameters(module, linear_shapes(*sizes), f"SimpleNetwork{sizes}")


@check(
    "simple_network",
    weight=2,
    hint="Go through your forward line by line: what comes after the first layer, and what after the second?",
)
def test_simple_network_output(student, rng):
    """Linear, ReLU, Linear, and nothing after the output layer."""
    for sizes in SIMPLE:
        module = network(student, "SimpleNetwork", *sizes)
        pairs = filled(chain(module, *sizes), rng)
        for n, training in ((6, True), (1, False)):
            x = 2 * normal(n, sizes[0], rng=rng)
            mistake = drawn_at_random(module.train(), normal(99, sizes[0], rng=rng)) if training else None
            assert_output(module.train(training), dense, x, pairs, mistake=mistake)
        large = LARGE * normal(8, sizes[0], rng=rng)
        assert_output(module, dense, large, pairs, "the result for large inputs")
        assert_nothing_behind(module, large, pairs[-1][1])


@check("simple_network", hint="nn.Linear looks at the last dimension alone. Does anything in your forward do more?")
def test_simple_network_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for sizes in SIMPLE:
        module = network(student, "SimpleNetwork", *sizes)
        pairs = filled(chain(module, *sizes), rng)
        for leading in [(), (2, 4), (3, 1, 2)]:
            assert_output(module, dense, normal(*leading, sizes[0], rng=rng), pairs)
        transposed = across(normal(2, 4, sizes[0], rng=rng))
        assert_output(module, dense, transposed, pairs, "the result for an input that is a transposed one")


@check("simple_network")
def test_simple_network_gradients(student, rng):
    """Gradients flow back to the input, the weights and the biases, in both modes."""
    for sizes, n, training in zip(SIMPLE, (4, 1, 6), (True, True, False), strict=True):
        module = network(student, "SimpleNetwork", *sizes).train(training)
        pairs = filled(chain(module, *sizes), rng)
        assert_gradients(module, dense, normal(n, sizes[0], rng=rng), pairs, rng)


@check("simple_network", weight=0.5, alone=False)
def test_simple_network_keeps_its_layers(student, rng):
    """The same input gives the same output twice: the layers are made once, with the network."""
    for sizes in SIMPLE[:2]:
        module = network(student, "SimpleNetwork", *sizes)
        fill(module)
        x = normal(6, sizes[0], rng=rng)
        with torch.no_grad():
            first, second = module(x), module(x)
        assert_attempted(first, (6, sizes[-1]))
        assert_close(second, first, **EXACT, what="the result of a second call")


@check(
    "simple_network",
    weight=0.5,
    hint="Who calls torch.manual_seed decides on the random numbers of all other code.",
    alone=False,
)
def test_simple_network_leaves_the_seed(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    for sizes, leading in zip(SIMPLE, [(6,), ()], strict=False):
        x = normal(*leading, sizes[0], rng=rng)
        assert_all_else_left(student, "SimpleNetwork", list(sizes), x, (*leading, sizes[-1]), rng)
