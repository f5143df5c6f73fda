"""Hidden checks of batchnorm_mlp."""

from itertools import pairwise

import torch
from torch.nn import functional as F

from autograder.expect import Mismatch, assert_close, assert_unchanged, check

from ..common import (
    EXACT,
    LARGE,
    assert_output,
    assert_parameters,
    drawn_at_random,
    exact,
    filled,
    integer,
    layers,
    linear_shapes,
    network,
    normal,
)
from ..gradients import assert_reached, gradients
from ..networks import assert_all_else_left, assert_modes_from_outside, assert_nothing_behind, assert_sizes_left
from . import probes
from .averages import assert_moves

NORMED = [(4, 7, 3), (3, 8, 5, 2), (6, 1)]


def batchnorm_shapes(*sizes):
    return linear_shapes(*sizes) + [(width,) for width in sizes[1:-1] for _ in range(2)]


def parts(module):
    """The parameters and buffers of each part, by the names that torch gives them."""
    found = {}
    for name, tensor in [*module.named_parameters(), *module.named_buffers()]:
        owner, _, leaf = name.rpartition(".")
        found.setdefault(owner, {})[leaf] = tensor
    return found.values()


def blocks(module, sizes, rng):
    """For each hidden layer (weight, bias, factor, shift, running mean, running variance), then the last layer.

    All get random values. What is missing is None.
    """
    norms, known = {}, set()
    for part in parts(module):
        weight = part.get("weight")
        if weight is not None and weight.ndim == 1:
            norm = tuple(part.get(name) for name in ("weight", "bias", "running_mean", "running_var"))
            norms.setdefault(tuple(weight.shape), []).append(norm)
            known.update(id(tensor) for tensor in part.values())
    found = []
    for before, after in pairwise(sizes):
        mine = layers(module, (after, before), without=known)
        filled(mine, rng)
        if after == sizes[-1]:
            return found, mine[0]
        norm = norms.get((after,), [])
        if len(norm) != 1:
            raise Mismatch(f"this could not be judged: there must be one BatchNorm1d for {after} features")
        with torch.no_grad():
            for tensor, values in zip(norm[0], normed_values(after, rng), strict=True):
                if tensor is not None:
                    tensor.copy_(values)
        found.append((*mine[0], *norm[0]))
    raise AssertionError("sizes end with the output's")


def normed_values(width, rng):
    """A factor, a shift, a running mean and a running variance, all far from those that a new layer has."""
    factor = 0.5 + torch.rand(width, generator=rng)
    factor[::2] *= -1
    return factor, normal(width, rng=rng), normal(width, rng=rng), 0.5 + 2 * torch.rand(width, generator=rng)


def normed(training):
    """Linear, BatchNorm, ReLU for each block, then Linear, in either mode."""

    def oracle(x, pairs, activation=F.relu):
        *hidden, last = pairs
        for weight, bias, factor, shift, mean, variance in hidden:
            x = F.linear(x, weight, bias)
            if training:
                mean, variance = x.mean(0), x.var(0, correction=0)
            x = activation((x - mean) / (variance + 1e-5).sqrt() * factor + shift)
        return F.linear(x, *last)

    return oracle


def trained_parts(hidden, last):
    """What `gradients` differentiates: without the running statistics, which are no parameters."""
    return [*(block[:4] for block in hidden), last]


def normed_in_training(x, pairs):
    *hidden, last = pairs
    return normed(True)(x, [*((*block, None, None) for block in hidden), last])


@check("batchnorm_mlp", hint="How many Linear and how many BatchNorm1d layers does the network have?", alone=False)
def test_batchnorm_mlp_parameters(student, rng):
    """Every Linear layer has weight and bias, and every hidden one a BatchNorm1d of its own."""
    width = integer(4, 9, rng)  # in several places: it does not tell which layer is which
    same = [(3, width, width), (width, 2, width, 5), (2, width, 3, width)]
    for sizes in [*NORMED, (integer(10, 15, rng), 9, integer(16, 20, rng), 3, 2), *same]:
        module = network(student, "BatchNormMLP", list(sizes))
        assert_parameters(module, batchnorm_shapes(*sizes), f"BatchNormMLP({list(sizes)})")


@check("batchnorm_mlp", weight=2, hint="Does the normalisation of one hidden layer know anything of the next one's?")
def test_batchnorm_mlp_norms_of_their_own(student, rng):
    """Hidden layers of equal width have each a BatchNorm1d of their own, with running statistics of its own."""
    width = integer(6, 9, rng)
    for hidden in (2, 3):
        sizes = [5, *[width] * hidden, 2]
        module = network(student, "BatchNormMLP", sizes)
        norms = [part for part in parts(module) if "running_mean" in part and "running_var" in part]
        if len(norms) != hidden:
            found = len(norms) or "none"
            raise Mismatch(f"{hidden} hidden layers need {hidden} normalisations with running statistics, not {found}")
        assert_parameters(module, batchnorm_shapes(*sizes), f"BatchNormMLP({sizes})")


@check(
    "batchnorm_mlp", weight=2, hint="In which order do Linear, BatchNorm1d and ReLU come, and what follows the last?"
)
def test_batchnorm_mlp_in_training(student, rng):
    """In training mode: Linear, normalisation with the batch's statistics, ReLU; the last Linear alone."""
    for sizes in NORMED:
        module = network(student, "BatchNormMLP", list(sizes)).train()
        hidden, last = blocks(module, sizes, rng)
        for n in (9, 16):
            x = 2 * normal(n, sizes[0], rng=rng) + 1
            mistake = drawn_at_random(module, x)
            assert_output(module, normed(True), x, [*hidden, last], mistake=mistake)
        x = 2 * normal(2, sizes[0], rng=rng) + 1
        with torch.no_grad():
            right = normed(True)(x.double(), exact([*hidden, last])).float()
            # Of two rows that are nearly alike float32 keeps few digits: a layer that is left out changes the first.
            assert_close(
                module(x), right, what="the result for two rows", rtol=0.02, atol=0.02 * float(right.abs().max())
            )


@check(
    "batchnorm_mlp", hint="What has a BatchNorm1d seen that has just been made, and in which mode is it?", alone=False
)
def test_batchnorm_mlp_begins_fresh(student, rng):
    """A new network is in training mode, and its running statistics are those of new layers: mean 0, variance 1."""
    for sizes in NORMED[:2]:
        module = network(student, "BatchNormMLP", list(sizes))
        fresh = [part for part in parts(module) if "running_mean" in part and "running_var" in part]
        if len(fresh) != len(sizes) - 2:
            raise Mismatch("this could not be judged: every hidden layer needs running statistics")
        for part in fresh:
            untouched = not part["running_mean"].any() and bool((part["running_var"] == 1).all())
            assert untouched, "the running statistics of a new network are not those of a new BatchNorm1d"
        if not all(part.training for part in module.modules()):
            text = "a new network must be in training mode"
            raise Mismatch(text, mistake="A new network, or a part of it, is in evaluation mode.")


@check("batchnorm_mlp", hint="In training mode, BatchNorm1d remembers a moving average of what it saw.")
def test_batchnorm_mlp_running_statistics(student, rng):
    """A pass in training mode moves the running statistics a tenth of the way towards the batch's."""
    for sizes in NORMED[:2]:
        module = network(student, "BatchNormMLP", list(sizes)).train()
        hidden, last = blocks(module, sizes, rng)
        if any(tensor is None for block in hidden for tensor in block[4:]):
            raise Mismatch("the running statistics are missing")
        for word in ("first", "second"):
            assert_moves(module, hidden, last, 2 * normal(12, sizes[0], rng=rng) + 1, f"in the {word} pass")
        x = normal(12, sizes[0], rng=rng)
        gathered, later = student.probe(probes.statistics_around_an_evaluation, sizes=list(sizes), x=x)
        for name in [name for name in gathered if name.endswith(("running_mean", "running_var"))]:
            assert_close(later[name], gathered[name], **EXACT, what=f"{name} after an evaluation and train()")


@check("batchnorm_mlp", weight=2, hint="In evaluation mode, a row's result does not depend on the other rows.")
def test_batchnorm_mlp_in_evaluation(student, rng):
    """In evaluation mode the running statistics are used, also for a single row, and they stay as they are."""
    for sizes in NORMED:
        module = network(student, "BatchNormMLP", list(sizes)).eval()
        hidden, last = blocks(module, sizes, rng)
        if any(tensor is None for block in hidden for tensor in block[4:]):
            raise Mismatch("the running statistics are missing")
        before = [(block[4].clone(), block[5].clone()) for block in hidden]
        for n in (9, 1):
            assert_output(module, normed(False), 2 * normal(n, sizes[0], rng=rng) + 1, [*hidden, last])
        large = LARGE * normal(8, sizes[0], rng=rng)
        assert_output(module, normed(False), large, [*hidden, last], "the result for large inputs")
        for block, (mean, variance) in zip(hidden, before, strict=True):
            assert_unchanged(block[4], mean, "the running mean")
            assert_unchanged(block[5], variance, "the running variance")
        assert_nothing_behind(module, large, last[1])
        x = normal(9, sizes[0], rng=rng)
        assert_modes_from_outside(student, "BatchNormMLP", [list(sizes)], x, drops=False)


@check("batchnorm_mlp", weight=0.5, alone=False)
def test_batchnorm_mlp_sizes_unchanged(student):
    """The list of sizes stays as it was, and is its caller's to change later."""
    for sizes in NORMED:
        assert_sizes_left(student, "BatchNormMLP", sizes)


@check("batchnorm_mlp")
def test_batchnorm_mlp_gradients(student, rng):
    """Gradients flow back to the input and to all parameters, in training mode through the batch's statistics."""
    for sizes in NORMED:
        module = network(student, "BatchNormMLP", list(sizes)).train()
        pairs = trained_parts(*blocks(module, sizes, rng))
        x = 2 * normal(8, sizes[0], rng=rng)
        for what, grad, right in gradients(module, normed_in_training, x, pairs, rng):
            # In front of a normalisation a bias has no effect: its gradient is 0 up to rounding.
            scale = max(float(right.abs().max()), 1.0)
            assert_close(grad, right, what=what, rtol=2e-3, atol=1e-3 * scale)
        assert_reached(module.eval(), x, pairs)


@check(
    "batchnorm_mlp",
    weight=0.25,
    hint="Who calls torch.manual_seed decides on the random numbers of all other code.",
    alone=False,
)
def test_batchnorm_mlp_leaves_all_else(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    assert_all_else_left(student, "BatchNormMLP", [[4, 7, 3]], normal(5, 4, rng=rng), (5, 3), rng)
