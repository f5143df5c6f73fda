"""Hidden checks of conv_net."""

import torch
from torch.nn import functional as F

from autograder.expect import assert_close, assert_tensor, check

from ..common import (
    LARGE,
    NETWORK,
    assert_attempted,
    assert_output,
    assert_parameters,
    dense,
    drawn_at_random,
    filled,
    layers,
    network,
    normal,
)
from ..gradients import assert_gradients_roughly, assert_reached
from ..networks import assert_all_else_left, assert_nothing_behind

CONV = [(32, 1, 3, 3), (64, 32, 3, 3), (128, 3136), (10, 128)]


def convolved(x, pairs, activation=F.relu):
    for weight, bias in pairs[:2]:
        x = F.max_pool2d(activation(F.conv2d(x, weight, bias, padding=1)), 2)
    return dense(x.flatten(1), pairs[2:], activation)


@check(
    "conv_net", hint="Add up each layer by hand: 421,642 in all, of which the convolutions have 18,816.", alone=False
)
def test_conv_net_parameters(student):
    """The parameters are those of the two convolutions and the two Linear layers, 421,642 numbers in all."""
    shapes = [shape for weight in CONV for shape in (weight, weight[:1])]
    assert_parameters(network(student, "ConvNet"), shapes, "ConvNet()")


@check("conv_net", weight=3, hint="Write the shape after each layer beside it, and what follows which layer.")
def test_conv_net_logits(student, rng):
    """Convolution, ReLU and max-pooling twice, then Linear, ReLU, Linear: 10 logits an image, in both modes."""
    module = network(student, "ConvNet")
    pairs = filled(layers(module, *CONV), rng)
    for n, training, mode in ((4, True, "training"), (2, False, "evaluation")):
        x = normal(n, 1, 28, 28, rng=rng)
        mistake = drawn_at_random(module.train(), x) if training else None
        assert_output(module.train(training), convolved, x, pairs, f"the result in {mode} mode", mistake)
    large = LARGE * normal(2, 1, 28, 28, rng=rng)
    assert_output(module, convolved, large, pairs, "the result for large inputs")
    assert_nothing_behind(module, large, pairs[-1][1])


@check("conv_net", weight=2, hint="Which of your lines would be another one for another number of images?", alone=False)
def test_conv_net_any_batch(student, rng):
    """Batches of any size work, one image included: the result has shape (N, 10)."""
    module = network(student, "ConvNet")
    filled(layers(module, *CONV), rng)
    for n, training in ((1, True), (1, False), (3, True), (17, False)):
        with torch.no_grad():
            y = module.train(training)(normal(n, 1, 28, 28, rng=rng))
        assert_tensor(y, shape=(n, 10), dtype=torch.float32, what="the result")
        assert_attempted(y, (n, 10))


@check("conv_net", weight=0.5, alone=False)
def test_conv_net_images_are_independent(student, rng):
    """An image's logits do not depend on the other images of its batch."""
    module = network(student, "ConvNet")
    filled(layers(module, *CONV), rng)
    x = normal(4, 1, 28, 28, rng=rng)
    with torch.no_grad():
        whole, alone = module(x), module(x[2:3])
    assert_attempted(whole, (4, 10))
    assert_attempted(alone, (1, 10))
    assert_close(alone, whole[2:3], what="the result for one image alone", **NETWORK)


@check("conv_net")
def test_conv_net_gradients(student, rng):
    """Gradients flow back to the images and to the parameters of all layers, in both modes."""
    module = network(student, "ConvNet")
    pairs = filled(layers(module, *CONV), rng)
    assert_gradients_roughly(module, convolved, normal(2, 1, 28, 28, rng=rng), pairs, rng)
    assert_reached(module.eval(), normal(2, 1, 28, 28, rng=rng), pairs)


@check(
    "conv_net",
    weight=0.25,
    hint="Who calls torch.manual_seed decides on the random numbers of all other code.",
    alone=False,
)
def test_conv_net_leaves_all_else(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    assert_all_else_left(student, "ConvNet", [], normal(3, 1, 28, 28, rng=rng), (3, 10), rng)
