"""Hidden checks of train_accumulated."""

import math

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, check

from ..common import (
    ADAM,
    KINDS,
    MOMENTUM,
    SGD,
    a_classifier,
    a_line,
    asking,
    assert_mode_stays,
    assert_python_float,
    assert_settings_left,
    assert_state,
    assert_trains,
    class_batches,
    exact,
    number_batches,
    rounded,
    sharing_line,
    start,
    token_case,
    trained,
)
from . import probes

DOUBLE = {"rtol": 1e-9, "atol": 1e-11}


def accumulation(rng, sizes, kind="classes", optimizer=SGD):
    if kind == "tokens":
        model, batches, criterion = token_case(sizes, rng)
    elif kind == "classes":
        model, batches, criterion = a_classifier(rng), class_batches(sizes, rng), nn.CrossEntropyLoss()
    else:
        model = sharing_line(rng) if kind == "shared" else a_line(rng)
        batches, criterion = number_batches(sizes, rng), nn.MSELoss()
    return model.double(), [exact(batch) for batch in batches], criterion, optimizer


def accumulate(student, device, case):
    model, batches, criterion, optimizer = case
    return student.probe(
        probes.accumulated, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer
    )


def big_batch(case):
    """The loss of all samples at once, and the weights after one step on it."""
    model, batches, criterion, optimizer = case
    x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
    (loss,), (state,) = trained(model, [(x, y)], criterion, optimizer)
    return loss, state


def assert_accumulates(student, device, cases):
    for case in cases:
        seen = accumulate(student, device, case)
        assert_state(seen["state"], big_batch(case)[1], "after the step", torch.float64, **DOUBLE)


@check("train_accumulated", weight=2, hint="Gradients add up. Which sum of them is the gradient of the mean?")
def test_accumulated_equal_sizes(student, rng):
    """With micro-batches of one size, the step is that of the big batch."""
    cases = [accumulation(rng, sizes, kind) for sizes in ([4, 4, 4], [2, 2], [5]) for kind in KINDS]
    assert_accumulates(student, "cpu", cases)


@check("train_accumulated", weight=3, hint="Which part of all samples are those of one micro-batch?")
def test_accumulated_ragged(student, rng):
    """With micro-batches of different sizes, every sample counts the same."""
    sizes = ([4, 4, 1], [2, 5, 3], [1, 6])
    cases = [accumulation(rng, size, kind) for size in sizes for kind in KINDS]
    model, batches, *rest = accumulation(rng, [3, 2], "numbers")
    far = (model, [(x, 1e4 * y) for x, y in batches], *rest)  # a gradient that somebody might want to limit
    # A loss of 0 whose gradient is not: what comes out is 0, and this criterion wants more of it.
    model, batches, _, sgd = accumulation(rng, [3, 2])
    with torch.no_grad():
        for parameter in model[-1].parameters():
            parameter.zero_()
    cases.append((model, batches, nn.NLLLoss(), sgd))
    assert_accumulates(
        student, "cpu", [*cases, far, *(accumulation(rng, [5, 3], kind) for kind in ("tokens", "shared"))]
    )


@check("train_accumulated", alone=False)
def test_accumulated_is_one_step(student, rng):
    """The optimizer takes one step, after all micro-batches, and the model stays in its mode."""
    # Also where there are more of them than the 4, 8, 16 or 32 after which a loop might step.
    for optimizer, sizes in ((MOMENTUM, [3, 3, 3]), (ADAM, [3, 3, 3]), (SGD, [2] * 40)):
        case = accumulation(rng, sizes, optimizer=optimizer)
        seen = accumulate(student, "cpu", case)
        assert_trains(start(case[0]), seen["state"])
        kinds = [kind for kind, _ in seen["log"]]
        often = "The optimizer steps more than once." if kinds.count("step") > 1 else None
        with asking("An optimizer with a memory notices how often it is asked.", often):
            assert_equal(kinds.count("step"), 1, "the number of steps")
        if kinds[-1] != "step":
            text = "the step must come after all passes through the model, and it does not"
            raise Mismatch(text, mistake="The model is called, or a loss goes backward, after the optimizer's step.")
        assert_mode_stays(seen)
        assert_settings_left(seen)
    case = accumulation(rng, [3, 2])
    case[0].eval()
    assert_mode_stays(accumulate(student, "cpu", case), "eval")


@check("train_accumulated", weight=0.5, alone=False)
def test_micro_batches_are_left_alone(student, rng):
    """The list of micro-batches and the tensors in it stay as they are: the caller may go through them again."""
    for kind in KINDS:
        case = accumulation(rng, [3, 1, 2], kind)
        seen = accumulate(student, "cpu", case)
        assert_trains(start(case[0]), seen["state"])
        if not seen["list as it was"]:
            text = "the list that was handed in does not hold the same micro-batches any more, or in another order"
            raise Mismatch(text, mistake="Your function changes the list of micro-batches, which is its caller's.")
        if not seen["tensors as they were"]:
            text = "tensors of the micro-batches that were handed in have changed"
            raise Mismatch(text, mistake="Your function writes into tensors of the micro-batches.")


@check("train_accumulated", weight=2, alone=False)
def test_accumulated_one_at_a_time(student, rng):
    """The model sees one micro-batch at a time, and its backward pass comes before the next one's forward pass."""
    for sizes in ([4, 2, 3], [5, 1]):
        case = accumulation(rng, sizes)
        seen = accumulate(student, "cpu", case)
        assert_trains(start(case[0]), seen["state"])
        passes = [entry for entry in seen["log"] if entry[0] != "step"]
        called = [n for kind, n in passes if kind == "forward"]
        if called != sizes:
            text, mistake = "the model must be called once for each micro-batch, in their order", None
            if called == [sum(sizes)]:
                mistake = "All micro-batches go through the model in one call."
            elif called == [n for n in sizes for _ in range(2)]:
                mistake = "The model is called twice for each micro-batch."
            elif sorted(called) == sorted(sizes):
                mistake = "The micro-batches come to the model in another order than the one in which they were given."
            raise Mismatch(text, shows=called, mistake=mistake)
        if passes != [[kind, n] for n in sizes for kind in ("forward", "backward")]:
            together = [kind for kind, _ in passes][: len(sizes)] == ["forward"] * len(sizes)
            raise Mismatch(
                "the backward pass of a micro-batch must come before the forward pass of the next. "
                "When is a graph let go?",
                shows=together,
                mistake="All forward passes come before the first backward pass."
                if together and len(sizes) > 1
                else None,
            )
        if seen["graphs left"]:
            text = "after its backward pass, the graph of a micro-batch is still there when the next one is called"
            raise Mismatch(text, mistake="Graphs are kept beyond their backward pass, with all that they have saved.")


@check("train_accumulated", weight=2)
def test_accumulated_mean_loss(student, rng):
    """The result is the mean loss over all samples before the step, a float."""
    for sizes in ([3, 3, 3], [4, 1], [2, 5, 3]):
        for kind in KINDS:
            case = accumulation(rng, sizes, kind)
            mean = accumulate(student, "cpu", case)["mean"]
            assert_python_float(mean, "the result")
            number, right = mean["number"], big_batch(case)[0]
            question = "It is a mean over all samples, like the gradient, and of the losses before the step."
            with asking(question, rounded(number, right)):
                assert_close(number, right, what="the mean loss")
    case = accumulation(rng, [3, 2], "numbers")
    case[1][1][1][0] = math.inf
    mean = accumulate(student, "cpu", case)["mean"]
    assert_python_float(mean, "the result")
    if math.isfinite(mean["number"]):
        text = "where the loss of a micro-batch is infinite, the mean over all samples cannot be finite, and yours is"
        raise Mismatch(text, mistake="A micro-batch whose loss is infinite is left out, or its loss is changed.")


@check("train_accumulated")
def test_accumulated_on_the_accelerator(student, rng):
    """It works where model and batches are: on the simulated accelerator, under both of its names."""
    for device, kind in zip(("simgpu", "cuda"), KINDS, strict=True):
        case = accumulation(rng, [3, 3], kind)
        assert_accumulates(student, device, [case])
        mean = accumulate(student, device, case)["mean"]
        assert_python_float(mean, "the result")
