"""Hidden checks of amp_train_step."""

import copy
import math

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, check

from ..common import (
    BFLOAT16,
    FLOAT32,
    KINDS,
    ON_DEVICE,
    OTHER_TARGETS,
    ROUGH,
    SGD,
    a_line,
    asking,
    assert_bfloat16,
    assert_criterions_loss,
    assert_inputs_left,
    assert_loss_tensor,
    assert_mode_stays,
    assert_settings_left,
    assert_trains,
    exact,
    exact_loss,
    filled,
    integer,
    logits_not_float32,
    normal,
    number_batches,
    start,
)
from . import probes
from .cases import amp_case, assert_update, true_step

SCALE, OF_NUMBERS = 1024.0, ("shared", "numbers")


def amp(student, device, case, max_norm, scale=SCALE, interval=100, may_raise=False, widened=False):
    model, batches, criterion, optimizer = case
    return student.probe(
        probes.amp_steps, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer,
        max_norm=max_norm, scaler={"init_scale": scale, "growth_interval": interval}, may_raise=may_raise,
        widened=widened,
    )  # fmt: skip


def assert_amp_steps(student, device, rng, shares):
    for kind in (*OF_NUMBERS, "tokens"):
        for share in shares:
            case = amp_case(rng, kind)
            norm, expected = true_step(case, share)
            (seen,) = amp(student, device, case, max_norm=share * norm)
            what = "with a gradient longer than max_norm" if share < 1 else "with a gradient shorter than max_norm"
            assert_update(seen, start(case[0]), expected, what)


@check("amp_train_step", weight=3)
def test_a_short_gradient_is_not_clipped(student, rng):
    """A gradient shorter than max_norm, however long when scaled, makes the step of the true gradient of this batch."""
    assert_amp_steps(student, "cpu", rng, [1.5, 30.0])


@check("amp_train_step", weight=3)
def test_a_long_gradient_is_clipped(student, rng):
    """A longer gradient, of all parameters of all groups together, is shortened to max_norm and keeps its direction."""
    assert_amp_steps(student, "cpu", rng, [0.5, 0.1])


@check("amp_train_step", weight=2)
def test_infinite_gradients_change_no_weight(student, rng):
    """With an infinite or NaN gradient, no weight changes; without, they do."""
    for bad in (math.inf, -math.inf, math.nan):
        model, ((x, y),), criterion, optimizer = amp_case(rng, "numbers")
        before, y = start(model), y.clone()
        (good,) = amp(student, "cpu", (model, [(x, y)], criterion, optimizer), max_norm=1.0)
        assert_trains(before, good["state"])
        y[integer(0, len(y) - 1, rng), 1] = bad
        decaying = ("SGD", {"lr": 0.25, "weight_decay": 0.1})  # a step of zeros moves the weights, too
        (seen,) = amp(student, "cpu", (model, [(x, y)], criterion, decaying), max_norm=1.0)
        for name, value in before.items():
            same = torch.equal(seen["state"][name], value)
            assert same, (
                "a gradient was infinite or NaN, and weights have changed. Which call asks about that before it steps?"
            )


@check("amp_train_step", weight=2, alone=False)
def test_the_scale_is_updated(student, rng):
    """The scale is halved by a skipped step, stays after a good one, and grows after as many as the scaler wants."""
    for scale in (SCALE, 4096.0):
        model, batches, criterion, optimizer = a_line(rng), number_batches([6] * 5, rng), nn.MSELoss(), SGD
        batches[1][1][2, 0] = math.inf
        seen = amp(student, "cpu", (model, batches, criterion, optimizer), 1.0, scale=scale, interval=2)
        assert_trains(start(model), seen[0]["state"])
        # Good, skipped, good, good: two in a row, good.
        right = [scale, scale / 2, scale / 2, scale, scale]
        moments = ["a good step", "a skipped step", "another good step", "as many good steps as it wants", "one more"]
        for one, value, moment in zip(seen, right, moments, strict=True):
            if one["scale"] != value:
                raise Mismatch(f"after {moment}, the scale is wrong. Who tells the scaler that the step is over?")


@check("amp_train_step")
def test_amp_step_returns_the_loss(student, rng):
    """The result is the loss before the step, unscaled and detached, a 0-dim tensor."""
    for kind in OF_NUMBERS:
        model, ((x, y),), criterion, optimizer = amp_case(rng, kind)
        y = 30 * y if kind == "numbers" else y  # a loss far above 100
        case = (model, [(x, y)], criterion, optimizer)
        right = exact_loss({"model": model, "x": x, "y": y, "criterion": criterion})
        for interval in (100, 1):  # a step after which the scale stays, and one after which it is another
            (seen,) = amp(student, "cpu", case, max_norm=1.0, interval=interval)
            assert_loss_tensor(seen["loss"])
            with asking("Is it the loss of this batch, before the step, and without the scale?"):
                assert_close(seen["loss"]["value"], right, what="the loss", **ROUGH)
            assert_criterions_loss(seen)
            if seen["loss"]["requires_grad"]:
                text = "the loss still hangs on its graph: it requires grad"
                raise Mismatch(text, mistake="The loss is returned with its graph: it is not detached.")


@check("amp_train_step", weight=2, alone=False)
def test_amp_precision_on_the_cpu(student, rng):
    """On the CPU, the model calculates in bfloat16, and the criterion gets float32 logits."""
    # Tokens are no floats; and some models end in a sum or a norm, and give float32 logits themselves.
    for kind, widened in (*((kind, False) for kind in (*KINDS, "tokens")), ("classes", True)):
        (seen,) = amp(student, "cpu", amp_case(rng, kind), max_norm=1.0, widened=widened)
        assert_bfloat16(seen["outputs"], "cpu")
        if not seen["logits"]:
            raise Mismatch("the criterion was not called")
        if set(seen["logits"]) != {FLOAT32}:
            raise logits_not_float32(seen["logits"])
        if not seen["y as it is"]:
            raise Mismatch("the criterion must get y as it is", mistake=OTHER_TARGETS)
        assert_mode_stays(seen)


@check("amp_train_step", alone=False)
def test_amp_autocast_ends(student, rng):
    """Autocast is on in the forward pass alone; x, y, the model's mode and PyTorch's settings are left as they were."""
    for device, mode in (("cpu", "eval"), ("simgpu", "train")):
        case = amp_case(rng, "shared")
        case[0].train(mode == "train")
        (seen,) = amp(student, device, case, max_norm=1.0, may_raise=device != "cpu")
        if device != "cpu" and ("raised" in seen or seen["outputs"] != [BFLOAT16]):
            continue  # code that does not know this device, which another check looks at
        assert_trains(start(case[0]), seen["state"])
        assert_bfloat16(seen["outputs"], device)
        assert_settings_left(seen)
        assert_inputs_left(seen)
        for moment, on in seen["autocast"].items():
            if on:
                text = f"autocast is on {moment}; the block belongs around the forward pass"
                raise Mismatch(text, mistake=f"Autocast is on {moment}.")
        assert_mode_stays(seen, mode)


def assert_amp_on(student, device, rng):
    for kind in OF_NUMBERS:
        case = amp_case(rng, kind)
        norm, expected = true_step(case, 0.5)
        (seen,) = amp(student, device, case, max_norm=0.5 * norm, may_raise=True)
        if "raised" in seen:
            raise Mismatch(f"on {device!r}, your function raised {seen['raised']}")
        assert_update(seen, start(case[0]), expected, f"on {device!r}")
        assert_bfloat16(seen["outputs"], device)


@check("amp_train_step")
def test_amp_on_cuda(student, rng):
    """Where the accelerator is called "cuda", the step is right, and in bfloat16."""
    assert_amp_on(student, "cuda", rng)


@check("amp_train_step")
def test_amp_on_the_accelerator(student, rng):
    """On the simulated accelerator, too: autocast is on for the type of device that it is, whatever it is called."""
    assert_amp_on(student, "simgpu", rng)


@check("amp_train_step", alone=False)
def test_order_of_the_step(student, rng):
    """The loss is scaled before backward; the optimizer steps once, through the scaler; then the scale is updated."""
    for kind in OF_NUMBERS:
        case = amp_case(rng, kind)
        (seen,) = amp(student, "cpu", case, max_norm=1.0)
        assert_trains(start(case[0]), seen["state"])
        log = [entry for entry in seen["log"] if entry in ("scale", "backward", "step", "optimizer", "update")]
        if log != ["scale", "backward", "step", "optimizer", "update"]:
            done = ", ".join({"optimizer": "optimizer.step"}.get(entry, entry) for entry in log)
            raise Mismatch(f"scale, backward, step and update are asked for, each once; yours, in this order: {done}")


# As a share of the way that twenty steps lead, measured over 150 seeds on the CPU: float16 misses by at most 0.0004
# (its spacing is 0.001 of a number, and the errors of many products cancel), bfloat16, for code that is asked for
# float16 in vain, by 0.003; the smallest mistake, gradients that are not cleared, by 0.09. The way a GPU adds up
# products of 64 terms changes the last bits of float16 and nothing here.
FLOAT16_TRAINED = 0.03


def long_case(rng):
    """Twenty steps of a network of three layers, with gradients that are clipped at first."""
    shapes = [(16, 64), (64, 64), (64, 5)]
    layers = [part for n, m in shapes for part in (nn.Linear(n, m), nn.Tanh())][:-1]
    teacher = normal(16, 5, rng=rng)
    inputs = [normal(64, 16, rng=rng) for _ in range(20)]
    batches = [(x, (x @ teacher).argmax(dim=1)) for x in inputs]
    return filled(nn.Sequential(*layers), rng), batches, nn.CrossEntropyLoss(), ("SGD", {"lr": 0.2})


def long_training(case, max_norm):
    """The weights after training in float64, clipped by hand."""
    model, batches, criterion, (_, options) = case
    model = copy.deepcopy(model).double()
    for x, y in map(exact, batches):
        model.zero_grad()
        criterion(model(x), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= options["lr"] * parameter.grad
    return start(model)


def off_the_way(before, after, right):
    """How far the weights are from where training leads, as a share of the way there."""
    missed = sum(float((after[name].double() - value).square().sum()) for name, value in right.items())
    way = sum(float((value - before[name].double()).square().sum()) for name, value in right.items())
    return math.sqrt(missed / way)


@check("amp_train_step", weight=3, device="cuda", hint="Between backward and unscale_, p.grad is not the gradient.")
def test_on_cuda_training_in_float16(student, rng):
    """On a GPU, twenty steps lead where float32 leads, also where autocast calculates in float16, scaled."""
    case = long_case(rng)
    model, batches, criterion, optimizer = case
    before, right = start(model), long_training(case, max_norm=0.5)
    seen = student.probe(
        probes.amp_steps_in_float16, name=ON_DEVICE, model=model, batches=batches, criterion=criterion,
        optimizer=optimizer, max_norm=0.5, scaler={"init_scale": SCALE, "growth_interval": 100}, may_raise=True,
    )  # fmt: skip
    if "raised" in seen[-1]:
        raise Mismatch(f"your function raised {seen[-1]['raised']}")
    close = off_the_way(before, seen[-1]["state"], right) <= FLOAT16_TRAINED
    assert close, "after twenty steps, the weights are not where training in float32 leads"
