"""Hidden checks of arithmetic."""

import torch
from torch import nn

from autograder.expect import assert_equal, assert_type, check

from .. import common_probes
from ..common import assert_state_left, integer

# Just above 2¹²: a product of two odd numbers of this size is more than float32 can tell from its neighbours, and a
# layer with so many weights can still be made.
LARGE = 4099


def assert_numbers(student, name, calls, modules, rng):
    """The function gives the number of elements of the parameters of real modules, and leaves PyTorch alone."""
    assert_state_left(student, name, calls, rng)  # first: what one call changes, the next one leaves as it is
    actual = student.probe(common_probes.results, name=name, calls=calls)
    for mine, module in zip(actual, modules, strict=True):
        what = f"the result of {name}"
        assert_type(mine, int, what)
        assert_equal(mine, sum(p.numel() for p in module.parameters()), what)


def assert_large(student, name, *cases):
    """The function counts large layers exactly, too: each case is the arguments and the right number."""
    for args, right in cases:
        assert_equal(getattr(student, name)(*args), right, f"the result of {name} for a large layer")


@check("arithmetic", hint="Every output is a sum over all inputs, and has a bias of its own.")
def test_linear_parameters(student, rng):
    """linear_parameters counts the weights, and one bias for each output unless there are none."""
    i, o = integer(3, 9, rng), integer(10, 19, rng)
    calls = [(i, o), (o, i), (i, o, True), (i, o, False), (1, 1), (i, i, False)]
    assert_numbers(student, "linear_parameters", calls, [nn.Linear(*args) for args in calls], rng)
    actual = student.linear_parameters(in_features=o, out_features=i, bias=False)
    assert_equal(actual, i * o, "linear_parameters with bias=False given by name")
    odd = LARGE + 2 * integer(0, 50, rng)
    assert_large(student, "linear_parameters", ((LARGE, odd, False), LARGE * odd), ((LARGE - 1, odd), LARGE * odd))


@check("arithmetic", hint="Each output channel has one kernel for each input channel, and one number as its bias.")
def test_conv2d_parameters(student, rng):
    """conv2d_parameters counts the kernels, for square and other sizes, and one bias for each output channel."""
    i, o, k = integer(2, 9, rng), integer(10, 19, rng), integer(4, 7, rng)
    calls = [(i, o, 3), (o, i, k), (i, o, (k, 3)), (o, i, (1, k)), (1, o, 1), (i, o, k, False), (o, i, (3, k), False)]
    modules = [nn.Conv2d(*args[:3], bias=len(args) == 3) for args in calls]
    assert_numbers(student, "conv2d_parameters", calls, modules, rng)
    actual = student.conv2d_parameters(in_channels=i, out_channels=o, kernel_size=k, bias=False)
    assert_equal(actual, i * o * k * k, "conv2d_parameters with bias=False given by name")
    odd = LARGE + 2 * integer(0, 50, rng)
    cases = ((LARGE, odd, 1, False), LARGE * odd), ((LARGE - 1, odd, (1, 1)), LARGE * odd)
    assert_large(student, "conv2d_parameters", *cases)


@check("arithmetic", hint="Which numbers of a BatchNorm layer does the optimizer change, and which only the batches?")
def test_batchnorm_parameters(student, rng):
    """batchnorm_parameters counts what is learned."""
    calls = [(integer(2, 9, rng),), (integer(10, 99, rng),), (1,)]
    assert_numbers(student, "batchnorm_parameters", calls, [nn.BatchNorm1d(*args) for args in calls], rng)


@check("arithmetic", hint="Every element of the normalized shape has a factor and a shift of its own.")
def test_layernorm_parameters(student, rng):
    """layernorm_parameters takes an int or a tuple, and counts a factor and a shift for each element."""
    a, b, c = integer(2, 9, rng), integer(10, 19, rng), integer(3, 7, rng)
    calls = [(a,), ((b,),), ((a, b),), ((c, a, b),), ((b, 1),)]
    assert_numbers(student, "layernorm_parameters", calls, [nn.LayerNorm(*args) for args in calls], rng)
    odd = LARGE + 2 * integer(0, 50, rng)
    assert_large(student, "layernorm_parameters", (((LARGE, odd),), 2 * LARGE * odd))


@check("arithmetic", hint="An embedding is a table with a row for each symbol.")
def test_embedding_parameters(student, rng):
    """embedding_parameters counts the entries of the table."""
    calls = [(integer(10, 99, rng), integer(2, 9, rng)), (integer(2, 5, rng), integer(50, 70, rng)), (1, 1)]
    assert_numbers(student, "embedding_parameters", calls, [nn.Embedding(*args) for args in calls], rng)
    odd = LARGE + 2 * integer(0, 50, rng)
    assert_large(student, "embedding_parameters", ((LARGE, odd), LARGE * odd))


@check("arithmetic", hint="How many layers lie between n widths?")
def test_mlp_parameters(student, rng):
    """mlp_parameters adds up the Linear layers between neighbours, for networks of any depth."""
    many = torch.randint(2, 30, (integer(5, 8, rng),), generator=rng).tolist()
    calls = [([784, 128, 10],), ([integer(2, 9, rng), integer(10, 19, rng)],), (many,), (many[::-1],), ([5, 5, 5, 5],)]
    again, other = integer(2, 5, rng), integer(6, 9, rng)
    calls += [([again, other, again, 1],), ([other, again, again, other],)]  # a width does not tell what comes next
    modules = [nn.Sequential(*(nn.Linear(*pair) for pair in zip(c[0], c[0][1:], strict=False))) for c in calls]
    assert_numbers(student, "mlp_parameters", calls, modules, rng)
    odd = LARGE + 2 * integer(0, 50, rng)
    cases = (([LARGE, odd, 1],), (LARGE + 1) * odd + odd + 1), (([LARGE - 1, odd, 2],), (LARGE + 2) * odd + 2)
    assert_large(student, "mlp_parameters", *cases)
