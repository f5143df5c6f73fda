"""What the checks of several exercises of 03_modules share.

A network's expected output is computed from its own parameters, found by their shapes: names, the order in which layers
are made and how they are put together are the student's business.
"""

from collections import Counter
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, decisive

from . import common_probes
from .activations import another_activation
from .limits import limited

EXACT = {"rtol": 0, "atol": 0}

# No layer here has an upper limit: inputs of this size show one that is out of the way of ordinary inputs.
LARGE = 2**20

# Sums of up to some thousand float32 products of order 1, in any order and on any kernel, are right to some 1e-5; a
# layer that is missing, misplaced or of another kind changes the first digit.
NETWORK = {"rtol": 1e-3, "atol": 2e-4}


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shape, rng, dtype=torch.float32):
    return torch.randn(shape, generator=rng, dtype=dtype)


def across(x):
    """The same numbers, in memory column by column of the leading dimensions: no view makes a list of rows of them."""
    return x.transpose(0, 1).contiguous().transpose(0, 1)


def assert_attempted(result, shape, what="the result"):
    """Enough of an answer for another side of it to be judged, so that a mistake in the values costs its own check."""
    try:
        with decisive():
            assert_tensor(result, shape=shape, what=what)
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    if result.detach().unique().numel() < 2:
        raise Mismatch(f"this could not be judged: all values of {what} are equal")


def network(student, name, *args, **kwargs):
    """A module of the student's class."""
    module = getattr(student, name)(*args, **kwargs)
    if not isinstance(module, nn.Module):
        raise Mismatch(f"{name} is not a subclass of nn.Module")
    return module


def in_words(shapes):
    return ", ".join(f"{shape}" if number == 1 else f"{number} of {shape}" for shape, number in sorted(shapes.items()))


def assert_parameters(module, expected, what="the module"):
    """The module's parameters have these shapes, in any order, and are to be trained."""
    actual, wanted = Counter(tuple(p.shape) for p in module.parameters()), Counter(expected)
    if not actual:
        raise Mismatch(f"{what} has no parameters: parameters() gives nothing")
    try:
        with decisive():
            assert_equal(sorted(actual.elements()), sorted(wanted.elements()), "the list of the parameters' shapes")
    except Mismatch:
        parts = [(wanted - actual, "lacks"), (actual - wanted, "has what it must not have:")]
        words = " and ".join(f"{word} {in_words(shapes)}" for shapes, word in parts if shapes)
        raise Mismatch(f"the shapes of the parameters are not those of the layers: {what} {words}") from None
    if not all(p.requires_grad for p in module.parameters()):
        text = f"some parameters of {what} do not require grad, so they would never be trained"
        raise Mismatch(text, mistake="Some parameters are frozen: they do not require grad.")


def linear_shapes(*sizes):
    """The shapes of the parameters of Linear layers between neighbours."""
    pairs = [[(after, before), (after,)] for before, after in pairwise(sizes)]
    return [shape for pair in pairs for shape in pair]


def by_shape(module, without=()):
    found = {}
    for parameter in module.parameters():
        if id(parameter) not in without:
            found.setdefault(tuple(parameter.shape), []).append(parameter)
    return found


def layers(module, *shapes, without=()):
    """The weight of each shape and the bias that belongs to it; None for a missing bias, which costs its own check."""
    found = by_shape(module, without)
    pairs = []
    for shape in shapes:
        weights, biases = found.get(shape, []), found.get(shape[:1], [])
        if len(weights) != 1:
            count = len(weights) or "none"
            raise Mismatch(f"this could not be judged: of parameters of shape {shape} there must be one, not {count}")
        pairs.append((weights[0], biases[0] if len(biases) == 1 else None))
    return pairs


def chain(module, *sizes):
    """The Linear layers between neighbours of distinct sizes."""
    return layers(module, *zip(sizes[1:], sizes[:-1], strict=True))


def filled_alike(module, sizes, rng):
    """The Linear layers between neighbours of sizes that come again, though no two neighbours do, with random numbers.

    Nothing tells which bias is whose where two layers have one width: they get the same numbers.
    """
    found = by_shape(module)
    pairs = []
    for before, after in pairwise(sizes):
        weights, biases = found.get((after, before), []), found.get((after,), [])
        if len(weights) != 1 or len(biases) != sizes[1:].count(after):
            raise Mismatch(f"this could not be judged: there must be one Linear layer from {before} to {after}")
        pairs.append((weights[0], biases[0]))
    with torch.no_grad():
        for _, bias in filled(pairs, rng):
            for twin in found[tuple(bias.shape)]:
                twin.copy_(bias)
    return pairs


def filled(pairs, rng):
    """Give layers random weights that keep the signal's size, and biases large enough to be seen."""
    with torch.no_grad():
        for weight, bias in pairs:
            weight.copy_(normal(*weight.shape, rng=rng) * (2 / weight[0].numel()) ** 0.5)
            if bias is not None:
                bias.copy_(normal(*bias.shape, rng=rng) / 2)
    return pairs


def exact(pairs):
    """Copies in float64 that know nothing of the module."""
    return [tuple(None if p is None else p.detach().double().requires_grad_() for p in pair) for pair in pairs]


def dense(x, pairs, activation=F.relu):
    """Linear layers with an activation between them."""
    for weight, bias in pairs[:-1]:
        x = activation(F.linear(x, weight, bias))
    return F.linear(x, *pairs[-1])


def drawn_at_random(module, x):
    """What is wrong with a network without dropout that answers the same question in two ways, or None.

    Its buffers are put back between the two: who looks at running averages draws nothing.
    """
    with torch.no_grad():
        kept = [(buffer, buffer.clone()) for buffer in module.buffers()]
        one = module(x)
        for buffer, values in kept:
            buffer.copy_(values)
        other = module(x)
    if not isinstance(one, torch.Tensor) or one.shape != other.shape or torch.equal(one, other):
        return None
    return (
        "Two passes over the same input differ in training mode: something draws at random, as dropout does. That is "
        "good practice elsewhere; this network has none."
    )


def assert_output(module, oracle, x, pairs, what="the result", mistake=None):
    with torch.no_grad():
        given = x.double(), exact(pairs)
        actual, expected = module(x), oracle(*given).to(x.dtype)
        # Where large numbers add up to a small one, it is as precise as the large ones.
        near = {"rtol": NETWORK["rtol"], "atol": NETWORK["atol"] * max(1.0, float(expected.abs().max()))}
        mistake = mistake or limited(actual, expected, **near)
        mistake = mistake or another_activation(actual, expected, oracle, given, module.training, **near)
        assert_close(actual, expected, what=what, mistake=mistake, **near)


def assert_kept(pair, what):
    """Flags by name, before and after."""
    before, after = pair
    for name, flag in before.items():
        if after.get(name) != flag:
            where = f"of {name}" if name else "of the model itself"
            mistake = (
                f"Your code changes {what.rpartition(', ')[2]} {where} and leaves it so." if name in after else None
            )
            raise Mismatch(f"{what} {where} is not as it was before", mistake=mistake)


def assert_hooks_and_gradients_kept(pair):
    before, after = pair
    for what, words in (("hooks", "the hooks"), ("gradients", "the gradient")):
        assert_kept([before[what], after[what]], words)


def assert_not_seeded(draws):
    """What the generator gives after the student's code depends on the seed that was set before it."""
    if torch.equal(*draws):
        raise Mismatch(
            "after your code ran, the next random numbers are the same whatever the seed was before: "
            "it sets a seed itself",
            mistake="Your code seeds PyTorch's global generator, from which all other code draws as well.",
        )


def seeds(rng):
    """Two seeds that differ."""
    return [integer(0, 999, rng), integer(1000, 1999, rng)]


def assert_settings_left(changed):
    """None of PyTorch's settings is another than before the student's code ran."""
    if changed:
        names = " and ".join(changed)
        mistake = f"Your function changes {names} and leaves it so, for all code that runs later."
        raise Mismatch(f"your function changed {names}, which all other code shares", mistake=mistake)


LIST_CHANGED = "Your code changes the list that it is given, which is its caller's."


def assert_state_left(student, name, calls, rng):
    """A function's calls seed nothing, and change no list that they get and none of PyTorch's settings."""
    seen = student.probe(common_probes.draws_after_calling, name=name, calls=calls, seeds=seeds(rng))
    assert_not_seeded(seen["draws"])
    if seen["lists changed"]:
        raise Mismatch("a list that was handed in has changed", mistake=LIST_CHANGED)
    assert_settings_left(seen["changed"])
