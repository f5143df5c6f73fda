"""Hidden checks of lr_range_test."""

import copy
import math
from contextlib import nullcontext
from itertools import product

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, assert_unchanged, check

from .. import common_probes
from ..common import (
    OTHER_LAYERS,
    asking,
    assert_settings_left,
    assert_settings_left_by,
    classification,
    convolutional,
    normal,
    number,
    numbers,
    of_every_depth,
    perceptron,
    pictures,
    state_of,
    unpacked,
    with_batch_norm_and_dropout,
)
from . import probes


def range_by_hand(model, x, y, batch_size, criterion, start, end, steps):
    """Rates and losses, by plain gradient descent on a copy."""
    model = copy.deepcopy(model).train()
    batches = list(common_probes.loader(x, y, batch_size))
    rates, losses = [], []
    for step in range(steps):
        rate = start * (end / start) ** (step / (steps - 1))
        inputs, targets = batches[step % len(batches)]
        loss = criterion(model(inputs), targets)
        rates.append(rate)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, grad in zip(model.parameters(), gradients, strict=True):
                parameter.sub_(rate * grad)
    return rates, losses


def rates_and_losses(result):
    rates, losses = unpacked(result, "lrs", "losses")
    rates, losses = numbers(rates, "lrs"), numbers(losses, "losses")
    if len(rates) != len(losses):
        raise Mismatch(f"there are {len(rates)} rates and {len(losses)} losses; every step has one of each")
    return rates, losses


def regression(rng, count=20):
    x = normal(count, 4, rng=rng)
    return x, x @ normal(4, 1, rng=rng) + 0.1 * normal(count, 1, rng=rng) + 1


@check("lr_range_test", alone=False)
def test_rates(student, rng):
    """The rates grow by a constant factor from start to end, both included: by default 100 from 1e-7 to 1."""
    x, y = classification(24, 5, 3, rng)
    for settings in (
        {"start": 1e-4, "end": 0.1, "steps": 13},
        {"start": 1e-3, "end": 1e-2, "steps": 2},
        {"steps": 130},
        {},
    ):
        model = perceptron(5, 6, 3)
        seen = student.probe(
            probes.range_tested, model=model, x=x, y=y, batch_size=8, criterion=nn.CrossEntropyLoss(), settings=settings
        )
        rates, _ = rates_and_losses(seen["result"])
        full = {"start": 1e-7, "end": 1.0, "steps": 100, **settings}
        expected, _ = range_by_hand(model, x, y, 8, nn.CrossEntropyLoss(), **full)
        with asking("Every step multiplies the rate by the same factor. How many factors are there in all?"):
            assert_close(torch.tensor(rates).double(), torch.tensor(expected).double(), rtol=1e-6, atol=0, what="lrs")


@check("lr_range_test", weight=1.5)
def test_losses_before_the_updates(student, rng):
    """The losses are those of plain SGD, one batch a step, each before its update; the loader starts again."""
    x, y = classification(22, 5, 3, rng)
    model = perceptron(5, 6, 3)
    settings = {"start": 1e-2, "end": 1.0, "steps": 17}
    criterion = nn.CrossEntropyLoss()
    training = {"model": model, "x": x, "y": y, "batch_size": 5, "criterion": criterion}
    seen = student.probe(probes.range_tested, **training, settings=settings)
    _, losses = rates_and_losses(seen["result"])
    _, expected = range_by_hand(**training, **settings)
    assert_close(torch.tensor(losses).double(), torch.tensor(expected).double(), rtol=1e-6, atol=1e-8, what="losses")


@check("lr_range_test", weight=0.5, alone=False)
def test_loader_started_again(student, rng):
    """Where the loader is through, it is started again; batches of the first pass are not kept and repeated."""
    x, y = pictures(20, rng)
    seen = student.probe(
        probes.passes_started, model=convolutional(), x=x, y=y, batch_size=5, criterion=nn.CrossEntropyLoss(),
        settings={"start": 1e-4, "end": 1e-2, "steps": 15},
    )  # fmt: skip
    assert_equal(seen["losses"], 15, "the number of losses")
    again = seen["started"] >= 4
    assert again, (
        f"15 steps with a loader of 4 batches take 4 passes, but the loader was started {seen['started']} times. "
        "One that shuffles gives another order each time"
    )


@check("lr_range_test", weight=0.75, alone=False)
def test_range_in_train_mode(student, rng):
    """The test runs in train mode, whatever mode the model comes in, and over a list of pairs too."""
    settings, criterion = {"start": 1e-3, "end": 0.1, "steps": 7}, nn.CrossEntropyLoss()
    for training, (model, inputs) in product((False, True), of_every_depth(dropout=0.0)):
        x, y = classification(24, inputs, 3, rng)
        with torch.no_grad():
            model(2 * x + 1)
        given = {"model": model, "x": x, "y": y, "batch_size": 6, "criterion": criterion, "settings": settings}
        seen = student.probe(probes.range_tested, **given, training=training, as_pairs=True)
        _, losses = rates_and_losses(seen["result"])
        _, expected = range_by_hand(model, x, y, 6, criterion, **settings)
        with nullcontext() if seen["in train mode"] else asking(OTHER_LAYERS):
            assert_close(
                torch.tensor(losses).double(), torch.tensor(expected).double(), rtol=1e-6, atol=1e-8, what="losses"
            )


@check("lr_range_test")
def test_stops_on_divergence(student, rng):
    """It stops after the first loss that is not finite, or above 4 times the smallest so far; that one included."""
    x, y = regression(rng)
    model = perceptron(4, 1)
    settings = {"start": 1e-2, "end": 100.0, "steps": 60}
    spoilt = x.clone()
    spoilt[13] = torch.nan  # in batch 3 of 4
    endless, at_once = 1e8 * y, y.clone()  # the first losses there are larger than any number to begin with
    endless[7] = torch.inf  # in batch 1
    at_once[2] = torch.inf  # in batch 0: nothing was smaller before, and 4 times infinity is not less
    slow = {"start": 1e-5, "end": 1e-4, "steps": 9}
    # A little above the largest stable rate, 2 over the curvature, the loss doubles with every step.
    inputs = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], 1)
    rate = 2.4 / float(torch.linalg.eigvalsh(2 * inputs.t() @ inputs / len(x)).max())
    slowly = {"start": rate, "end": 1.01 * rate, "steps": 80}
    # At 2.1 over the curvature it grows by a fifth, so the first loss above 4 times the smallest lies below 5 times it.
    fifth = {"start": rate * 2.1 / 2.4, "end": rate * 2.1 / 2.4 * 1.001, "steps": 250}
    for inputs, targets, given, size, why in [
        (x, y, settings, 5, "where the loss grows"),
        (x, y, slowly, 20, "where the loss grows slowly"),
        (x, y, fifth, 20, "where the loss grows by a fifth at a time"),
        (spoilt, y, slow, 5, "where the loss becomes NaN"),
        (x, endless, slow, 5, "where the loss becomes infinite"),
        (x, at_once, slow, 5, "where the first loss is infinite"),
        (0 * x, model(0 * x).detach(), slow, 5, "where every loss is 0"),  # and 4 times 0 is not less
    ]:
        seen = student.probe(
            probes.range_tested,
            model=model,
            x=inputs,
            y=targets,
            batch_size=size,
            criterion=nn.MSELoss(),
            settings=given,
        )
        _, losses = rates_and_losses(seen["result"])
        _, expected = range_by_hand(model, inputs, targets, size, nn.MSELoss(), **given)
        with asking("Which loss is compared with which, and what is the answer to a comparison with NaN?"):
            assert_equal(len(losses), len(expected), f"the number of steps {why}")
        shown = torch.tensor(losses).double(), torch.tensor(expected).double()
        # Growing losses multiply rounding errors; a step more or less changes them by factors.
        assert_close(*shown, rtol=1e-6, atol=1e-8, equal_nan=True, what=f"losses {why}")


@check("lr_range_test", weight=1.5, alone=False)
def test_model_as_before(student, rng):
    """Afterwards the model's weights, buffers, mode and gradients (None) are as before, whether it diverged or not."""
    for training in (True, False):
        for settings in ({"start": 1e-3, "end": 0.5, "steps": 12}, {"start": 1e-2, "end": 1e3, "steps": 20}):
            x, y = classification(24, 5, 3, rng)
            model = nn.Sequential(nn.Sequential(with_batch_norm_and_dropout(5, 3, dropout=0.2)))  # parts at any depth
            seen = student.probe(
                probes.range_tested,
                model=model,
                x=x,
                y=y,
                batch_size=8,
                criterion=nn.CrossEntropyLoss(),
                settings=settings,
                training=training,
            )
            _, losses = rates_and_losses(seen["result"])
            moved = len(set(losses)) > 2
            assert moved, "this could not be judged: the losses are all the same"
            for name, value in state_of(model).items():
                with asking("A state_dict refers to the weights themselves, not to copies of them."):
                    assert_unchanged(seen["state"][name], value, f"{name} of the model")
            assert_equal(seen["mode"], "train" if training else "eval", "the model's mode afterwards")
            assert seen["gradients left"] == 0, "parameters have a .grad afterwards, and had none before"
            assert_settings_left(seen["settings"])


@check("lr_range_test", hint="Where is the loss smallest, and is that rate still a safe one?")
def test_suggest_lr(student, rng):
    """suggest_lr returns a tenth of the rate with the smallest finite loss."""
    for count, place in [(9, 4), (12, 11), (6, 0), (8, 5)]:
        start = -5 - float(torch.rand((), generator=rng))
        rates = [10 ** (start + 0.4 * step) for step in range(count)]
        least = 1.5 * 10.0 ** (7 * (place % 4) - 7)  # a loss may be tiny, or larger than any number to begin with
        losses = (least * (1.3 + torch.rand(count, generator=rng, dtype=torch.float64))).tolist()
        losses[place] = least
        assert_close(number(student.suggest_lr(rates, losses), "the suggestion"), rates[place] / 10, rtol=1e-6, atol=0)
        equal = [*losses, least]  # later, and as small: the first counts
        suggested = number(student.suggest_lr([*rates, 1e-9 if place % 2 else 5.0], equal), "the suggestion")
        assert_close(suggested, rates[place] / 10, rtol=1e-6, atol=0, what="the suggestion for equally small losses")
        for odd in (math.nan, math.inf, -math.inf):
            for more in (([*rates, 5.0], [*losses, odd]), ([1e-9, *rates], [odd, *losses])):
                suggested, its = number(student.suggest_lr(*more), "the suggestion"), more[0][more[1].index(odd)] / 10
                taken = "A loss that is not finite is taken for the smallest." if math.isclose(suggested, its) else None
                assert_close(suggested, rates[place] / 10, rtol=1e-6, atol=0, what="the suggestion", mistake=taken)
    odd = [losses[0], math.nan, *losses[2:-1], math.inf]
    if not student.probe(probes.lists_kept, lrs=rates, losses=odd):
        text = "suggest_lr changed the lists that it was given, and others may still read them"
        raise Mismatch(text, mistake="The lists of rates and losses are changed, and they belong to the caller.")
    assert_settings_left_by(student, "suggest_lr", rates, losses)


@check("lr_range_test", weight=0.5, alone=False)
def test_lists_of_floats(student, rng):
    """lrs and losses are lists of Python floats, and so is the suggestion a float."""
    x, y = classification(12, 5, 3, rng)
    settings = {"start": 1e-3, "end": 1e-2, "steps": 5}
    seen = student.probe(
        probes.range_tested, model=perceptron(5, 3), x=x, y=y, batch_size=4, criterion=nn.CrossEntropyLoss(),
        settings=settings,
    )  # fmt: skip
    for values, what in zip(unpacked(seen["result"], "lrs", "losses"), ("lrs", "losses"), strict=True):
        assert_type(values, list, what)
        assert_equal(len(values), 5, f"the length of {what}")
        for index, value in enumerate(values):
            assert_type(value, float, f"{what}[{index}]")
    assert_type(student.suggest_lr([1e-3, 1e-2, 1e-1], [3.0, 2.0, 5.0]), float, "the suggestion")
