"""Hidden checks of train_with_schedule."""

import copy
import math
from contextlib import contextmanager, nullcontext

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check, decisive

from .. import common_probes
from ..common import (
    OTHER_LAYERS,
    asking,
    assert_settings_left,
    assert_state,
    classification,
    convolutional,
    integer,
    numbers,
    of_every_depth,
    perceptron,
    pictures,
    state_of,
    with_an_infinite_loss,
)
from . import probes


def cosine(lr, epochs):
    return [lr / 2 * (1 + math.cos(math.pi * epoch / epochs)) for epoch in range(epochs)]


def schedule_by_hand(model, x, y, batch_size, order, criterion, epochs, lr, momentum, seed=0):
    """SGD with momentum at cosine rates, written out."""
    torch.default_generator.manual_seed(seed)
    model = copy.deepcopy(model).train()
    parameters, batches = list(model.parameters()), common_probes.loader(x, y, batch_size, order)
    velocities = [torch.zeros_like(parameter) for parameter in parameters]
    for rate in cosine(lr, epochs):
        for inputs, targets in batches:
            gradients = torch.autograd.grad(criterion(model(inputs), targets), parameters)
            with torch.no_grad():
                for parameter, velocity, grad in zip(parameters, velocities, gradients, strict=True):
                    velocity.mul_(0.9 if momentum is None else momentum).add_(grad)
                    parameter.sub_(rate * velocity)
    return state_of(model)


def schedule(rng, **changed):
    x, y = classification(29, 5, 3, rng)
    given = {"x": x, "y": y, "batch_size": 8, "order": integer(0, 10**6, rng), "criterion": nn.CrossEntropyLoss()}
    return {**given, "model": perceptron(5, 6, 3), "epochs": 6, "lr": 0.2, "momentum": None, **changed}


@check("train_with_schedule", alone=False)
def test_rates_of_the_epochs(student, rng):
    """The rates returned fall along half a cosine from lr, one rate an epoch."""
    for epochs, lr in [(6, 0.2), (1, 0.05), (9, 0.1), (120, 0.1)]:
        seen = student.probe(probes.scheduled, **schedule(rng, epochs=epochs, lr=lr))
        rates = numbers(seen["rates"], "rates")
        # PyTorch's scheduler computes a rate from the one before, which costs a few last digits.
        expected = torch.tensor(cosine(lr, epochs), dtype=torch.float64)
        with asking("How often does the rate change, and which rate does the first epoch use?"):
            assert_close(torch.tensor(rates, dtype=torch.float64), expected, atol=1e-9, what="rates")


@contextmanager
def naming_the_weight_decay():
    """Where the weights are wrong and an optimizer was seen that has a weight decay, that is said."""
    try:
        with decisive():
            yield
    except Mismatch as problem:
        text = f"{str(problem).removesuffix('.')}. What was seen: an optimizer that has a weight decay"
        mistake = "The optimizer has a weight decay, which draws all weights towards 0. Nobody asks for it here."
        raise Mismatch(text, mistake=mistake) from None


def assert_trained(student, training):
    seen = student.probe(probes.scheduled, **training)
    named = naming_the_weight_decay() if seen["weight decay"] else nullcontext()
    with named, nullcontext() if seen["in train mode"] else asking(OTHER_LAYERS):
        assert_state(seen["state"], schedule_by_hand(**training), "after training", rtol=1e-8, atol=1e-9)
    return seen


@check("train_with_schedule")
def test_one_epoch_at_lr(student, rng):
    """A single epoch, which has no schedule yet, is one of SGD with momentum 0.9 at lr."""
    for lr in (0.2, 0.05):
        seen = assert_trained(student, schedule(rng, epochs=1, lr=lr))
        assert_settings_left(seen["settings"])
    assert_nothing_is_passed_over(student, rng)


def assert_nothing_is_passed_over(student, rng):
    """A batch with an infinite loss counts as the others do. Who stops there with an error leaves none out."""
    model, x, y = with_an_infinite_loss(rng)
    state = student.probe(probes.trained_or_an_error, model=model, x=x, y=y, batch_size=4, lr=0.1)
    # Its gradient is about as large as its input, 1.2e308.
    if state is not None and all(bool(value.abs().max() < 1e300) for value in state.values()):
        raise Mismatch(
            "the loss of a batch was infinite, and its step left no trace in the weights",
            mistake="A batch whose loss is infinite or NaN gets no step, or another one than its gradients ask for. "
            "Each batch counts.",
        )


@check("train_with_schedule")
def test_weights_at_these_rates(student, rng):
    """Without momentum, and with one batch an epoch, the weights are those of SGD at these rates."""
    for epochs, lr in ((6, 0.2), (4, 0.5)):
        assert_trained(student, schedule(rng, epochs=epochs, lr=lr, momentum=0.0, batch_size=29))


@check("train_with_schedule")
def test_scheduled_weights(student, rng):
    """The weights are those of SGD with momentum at these rates."""
    smoothed = {"criterion": nn.CrossEntropyLoss(label_smoothing=0.2)}  # the criterion is the caller's choice
    # The third has inputs a hundred times as large, so gradients that somebody might want to limit, and in its second
    # batch a loss of 0, where momentum moves the weights all the same.
    model, learned = perceptron(5, 3), torch.eye(3, 5, dtype=torch.float64)
    with torch.no_grad():
        model[0].weight.copy_(learned)
    large = {"lr": 1e-4, "epochs": 2, "model": model, "order": None}
    for changed in ({}, {"momentum": 0.5, "epochs": 4}, large, smoothed):
        given = schedule(rng, **changed)
        if changed is large:
            given["x"] *= 100
            given["x"][8:16] = 1000 * learned[given["y"][8:16]]
        seen = assert_trained(student, given)
        assert_settings_left(seen["settings"])


@check("train_with_schedule", weight=0.5, alone=False)
def test_scheduled_in_train_mode(student, rng):
    """A model is trained in train mode, whatever mode it comes in: dropout acts, and BatchNorm's statistics move."""
    # As in train_one_epoch: one forward pass a batch draws the same masks here and there.
    for model, inputs in of_every_depth(dropout=0.3):
        x, y = classification(29, inputs, 3, rng)
        assert_trained(student, schedule(rng, model=model, x=x, y=y, seed=integer(0, 10**6, rng), epochs=1))
    # In the later epochs, too. What the last of them takes note of in train mode depends on the batches, not on rates.
    training = schedule(rng, model=model, x=x, y=y, epochs=3)
    seen, right = student.probe(probes.scheduled, **training), schedule_by_hand(**training)
    with nullcontext() if seen["in train mode"] else asking(OTHER_LAYERS):
        noted = {name: right[name] for name, _ in model.named_buffers()}
        assert_state(seen["state"], noted, "after three epochs", rtol=1e-8, atol=1e-9)
    x, y = pictures(29, rng)
    assert_trained(student, schedule(rng, model=convolutional(), x=x, y=y, epochs=1, lr=0.05))


@check("train_with_schedule", weight=0.5, alone=False)
def test_rates_are_floats(student, rng):
    """rates is a list of Python floats, one an epoch."""
    rates = student.probe(probes.scheduled, **schedule(rng, epochs=5))["rates"]
    assert_type(rates, list, "rates")
    assert_equal(len(rates), 5, "the number of rates for 5 epochs")
    for index, rate in enumerate(rates):
        assert_type(rate, float, f"rates[{index}]")
