"""Hidden checks of mnist_model."""

import torch
from torch.nn import functional as F

from autograder.expect import assert_close, assert_tensor, check

from ..common import (
    LARGE,
    NETWORK,
    assert_output,
    assert_parameters,
    chain,
    dense,
    filled,
    linear_shapes,
    network,
    normal,
)
from ..dropout import ROWS, assert_dropped_after_each, transparent
from ..gradients import assert_gradients_roughly, assert_reached
from ..networks import assert_all_else_left, assert_modes_from_outside, assert_nothing_behind

MNIST = (784, 256, 128, 10)


def flat_dense(x, pairs, activation=F.relu):
    return dense(x.reshape(-1, 784), pairs, activation)


@check("mnist_model", hint="784-256-128-10 with biases has 235,146 parameters.", alone=False)
def test_mnist_model_parameters(student):
    """The parameters are those of 784-256-128-10, 235,146 numbers in all."""
    assert_parameters(network(student, "MNISTModel"), linear_shapes(*MNIST), "MNISTModel()")


@check("mnist_model", weight=2, hint="A logit may be any real number, and the logits of a row need not add up to 1.")
def test_mnist_model_logits(student, rng):
    """Rows of 784 numbers become 10 logits each: in evaluation mode ReLU after the hidden layers and nothing else."""
    module = network(student, "MNISTModel").eval()
    pairs = filled(chain(module, *MNIST), rng)
    for n in (5, 1):
        assert_output(module, flat_dense, normal(n, 784, rng=rng), pairs, "the result")
    large = LARGE * normal(3, 784, rng=rng)
    assert_output(module, flat_dense, large, pairs, "the result for large inputs")
    assert_nothing_behind(module, large, pairs[-1][1])


@check("mnist_model", weight=2, hint="All dimensions but the first belong to one image.")
def test_mnist_model_takes_images(student, rng):
    """Images of shape (N, 1, 28, 28) give the logits of their 784 pixels, also a single image."""
    module = network(student, "MNISTModel").eval()
    pairs = filled(chain(module, *MNIST), rng)
    for n in (4, 1):
        assert_output(module, flat_dense, normal(n, 1, 28, 28, rng=rng), pairs, "the result")


@check(
    "mnist_model", weight=2, hint="After which layers are values dropped, how often, and in which mode?", alone=False
)
def test_mnist_model_dropout(student, rng):
    """In training mode a fifth of the values of both hidden layers is dropped; eval() switches that off."""
    module = network(student, "MNISTModel")
    x, width = transparent(module, MNIST)
    for recorded in (True, False):  # the mode decides, not whether a graph is recorded
        with torch.set_grad_enabled(recorded):
            y = module(x if recorded else x.view(ROWS, 1, 28, 28)).detach()
        assert_tensor(y, shape=(ROWS, 10), dtype=torch.float32)
        assert_dropped_after_each(y, width, 0.2, 3)
    with torch.no_grad():
        still = module.eval()(x)
        ones = torch.ones(ROWS, 3 * width)
        assert_close(still[:, : 3 * width], ones, what="the result after eval()", **NETWORK)
        assert_dropped_after_each(module.train()(x), width, 0.2, 3)
    assert_modes_from_outside(student, "MNISTModel", [], normal(5, 784, rng=rng), drops=True)


@check("mnist_model")
def test_mnist_model_gradients(student, rng):
    """Gradients flow back to the image and to the parameters of all layers, in both modes."""
    module = network(student, "MNISTModel").eval()
    pairs = filled(chain(module, *MNIST), rng)
    for shape in [(3, 784), (2, 1, 28, 28)]:
        assert_gradients_roughly(module, flat_dense, normal(*shape, rng=rng), pairs, rng)
    assert_reached(module.train(), normal(3, 1, 28, 28, rng=rng), pairs)


@check(
    "mnist_model",
    weight=0.25,
    hint="Who calls torch.manual_seed decides on the random numbers of all other code.",
    alone=False,
)
def test_mnist_model_leaves_all_else(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    assert_all_else_left(student, "MNISTModel", [], normal(3, 1, 28, 28, rng=rng), (3, 10), rng)
