"""Hidden checks of train_loop."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, check

from ..common import (
    ADAM,
    MOMENTUM,
    ON_DEVICE,
    SGD,
    TRAINED,
    a_classifier,
    a_line,
    asking,
    assert_loss_tensor,
    assert_mode_stays,
    assert_python_float,
    assert_settings_left,
    assert_state,
    assert_trains,
    class_batches,
    number_batches,
    rounded,
    start,
    token_case,
    trained,
)
from . import probes
from .cases import epoch_cases, series_case, step_cases


def steps(student, device, case, as_string=True, kind="tuple"):
    model, batches, criterion, optimizer = case
    seen = student.probe(
        probes.steps_taken, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer,
        as_string=as_string, kind=kind,
    )  # fmt: skip
    if "raised" in seen[-1]:
        stray = [f"{name} is on {place!r}" for name, place in seen[-1]["places"].items() if place != device]
        where = f". The model is on {device!r}, and {' and '.join(stray)}: the loader leaves its batches on the CPU"
        where = where if stray else ""
        raise Mismatch(f"your function raised {seen[-1]['raised'].rstrip('. ')}{where}")
    return seen


def assert_steps(student, device, rng):
    for case, as_string in zip(step_cases(rng), (True, False), strict=True):
        _, states = trained(*case)
        seen = steps(student, device, case, as_string)
        for number, (one, state) in enumerate(zip(seen, states, strict=True), 1):
            assert_state(one["state"], state, f"after {number} of {len(states)} steps")
            assert_mode_stays(one)


@check("train_loop", weight=2, hint="One step: clear the gradients, forward, loss, backward, step.")
def test_step_on_the_cpu(student, rng):
    """train_step takes one step with this batch's gradient and no other, on the CPU."""
    assert_steps(student, "cpu", rng)
    far = (a_line(rng), [(x, 1000 * y) for x, y in number_batches([4, 2], rng)], nn.MSELoss(), SGD)
    tokens = (*token_case([5, 3], rng), ("SGD", {"lr": 0.02}))
    for case, what in ((far, "with long gradients"), (tokens, "on tokens")):
        _, states = trained(*case)
        assert_state(steps(student, "cpu", case)[-1]["state"], states[-1], f"after 2 steps {what}")


@check("train_loop", weight=2)
def test_step_on_the_accelerator(student, rng):
    """train_step works on the simulated accelerator: x and y are moved to the device that it is given."""
    assert_steps(student, "simgpu", rng)


@check("train_loop")
def test_step_on_cuda(student, rng):
    """train_step works where the accelerator is called "cuda"."""
    assert_steps(student, "cuda", rng)


@check("train_loop", weight=2)
def test_step_returns_the_loss(student, rng):
    """train_step returns the batch's mean loss before the step: a detached 0-dim tensor on the device."""
    far = (a_line(rng), [(x, 30 * y) for x, y in number_batches([4, 2], rng)], nn.MSELoss(), SGD)  # losses above 1000
    line = a_line(rng)
    near = (line, [(x, line(x).detach() + 0.01 * y) for x, y in number_batches([4, 2], rng)], nn.MSELoss(), SGD)
    for device in ("cpu", "simgpu", "cuda"):
        for case in [*step_cases(rng), far, near]:
            model, batches, *rest = case
            for batch in batches:  # the first step of each: what several steps come to is judged by the weights
                alone = (model, [batch], *rest)
                (right,), _ = trained(*alone)
                loss = steps(student, device, alone)[0]["loss"]
                assert_loss_tensor(loss)
                assert_close(loss["value"], torch.tensor(right), what="the loss", **TRAINED)
                if loss["requires_grad"]:
                    text = "the loss requires grad: who keeps a loss with its graph keeps everything that made it"
                    raise Mismatch(text, mistake="The loss is returned with its graph: it is not detached.")
                if loss["device"] != device:
                    text = f"the loss is on {loss['device']!r}; it must stay on the device, {device!r}"
                    raise Mismatch(text, mistake="The loss that train_step returns has left the device.")


@check("train_loop", alone=False)
def test_step_does_not_synchronise(student, rng):
    """train_step does not wait for the device."""
    for device in ("simgpu", "cuda"):
        for case in step_cases(rng):
            seen = steps(student, device, case)
            assert_trains(start(case[0]), seen[0]["state"])
            waits = max(one["counts"]["synchronisations"] for one in seen)
            assert not waits, (
                "the step waits for the device: the host asks for a number (or for a truth value). "
                "What does it need to know in the middle of an epoch?"
            )


@check("train_loop", weight=0.5, alone=False)
def test_batch_is_left_alone(student, rng):
    """The batch, a list or a tuple of two tensors, stays as it is, and so do PyTorch's settings."""
    for kind in ("list", "tuple"):
        for device in ("cpu", "simgpu"):
            case = step_cases(rng)[0]
            seen = steps(student, device, case, kind=kind)
            assert_trains(start(case[0]), seen[0]["state"])
            if not all(one["batch unchanged"] for one in seen):
                text = "the batch that was handed in has changed"
                raise Mismatch(
                    text,
                    mistake="Your function changes the batch that it is given: its tensors, or their numbers.",
                )
            assert_settings_left(seen[-1])
            assert_settings_left(epoch(student, device, epoch_cases(rng)[0]))


def epoch(student, device, case, as_string=True, loader="once"):
    model, batches, criterion, optimizer = case
    return student.probe(
        probes.epoch_taken, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer,
        as_string=as_string, loader=loader,
    )  # fmt: skip


@check("train_loop", weight=2)
def test_epoch_trains(student, rng):
    """train_epoch takes one step for each batch of any loader, gone through once, on the CPU and on the accelerator."""
    for device, loader in (("cpu", "once"), ("simgpu", "DataLoader"), ("cuda", "once")):
        for case, as_string in zip(epoch_cases(rng), (True, False), strict=True):
            seen = epoch(student, device, case, as_string, loader)
            assert_equal(seen["steps"], len(case[1]), "the number of steps in an epoch")
            assert_state(seen["state"], trained(*case)[1][-1], "after an epoch")
            assert_mode_stays(seen)


@check("train_loop", weight=3)
def test_epoch_returns_the_mean_over_samples(student, rng):
    """train_epoch returns the mean loss over all samples of the epoch, a float; the last batch is smaller."""
    # On the CPU alone: what a loop that mixes devices does on an accelerator is judged by the weights of its epoch.
    for case in epoch_cases(rng):
        losses, _ = trained(*case)
        sizes = [len(x) for x, _ in case[1]]
        right = sum(loss * n for loss, n in zip(losses, sizes, strict=True)) / sum(sizes)
        mean = epoch(student, "cpu", case)["mean"]
        assert_python_float(mean, "the result of train_epoch")
        with asking(
            "Is a batch of one sample worth as much in it as a batch of three?", rounded(mean["number"], right)
        ):
            assert_close(mean["number"], right, what="the mean loss", **TRAINED)
        # This loader leaves out the last batch, whose samples its dataset has nevertheless.
        mean = epoch(student, "cpu", case, loader="some of the samples")["mean"]
        seen, seen_losses = sizes[:-1], losses[:-1]
        right = sum(loss * n for loss, n in zip(seen_losses, seen, strict=True)) / sum(seen)
        with asking("Over how many samples did the epoch go?"):
            assert_close(mean["number"], right, what="the mean loss over the samples of the loader", **TRAINED)
    # A loader may give batches of any size in any order, such as one that puts samples of one length together.
    uneven = (a_line(rng), number_batches([2, 5, 1, 3], rng), nn.MSELoss(), SGD)
    line = a_line(rng)
    near = [(x, line(x).detach() + 0.01 * y) for x, y in number_batches([3, 2, 4], rng)]  # three digits say little here
    for case, words, question in (
        ((line, near, nn.MSELoss(), SGD), "batches with small losses", "How many of its digits are given back?"),
        (uneven, "batches of different sizes", "How many samples has each of them?"),
        (series_case(rng), "samples of different lengths", "What is one sample, where they have different lengths?"),
    ):
        losses, _ = trained(*case)
        sizes = [len(x) for x, _ in case[1]]
        right = sum(loss * n for loss, n in zip(losses, sizes, strict=True)) / sum(sizes)
        mean = epoch(student, "cpu", case)["mean"]
        assert_python_float(mean, "the result of train_epoch")
        with asking(question):
            assert_close(mean["number"], right, what=f"the mean loss over {words}", **TRAINED)


@check("train_loop", weight=3, alone=False)
def test_epoch_synchronises_once(student, rng):
    """train_epoch waits for the device once, however many batches there are."""
    for device in ("simgpu", "cuda"):
        for sizes in ([4, 4, 4, 4, 2], [3, 3], [1] * 150):
            case = (a_classifier(rng), class_batches(sizes, rng), nn.CrossEntropyLoss(), SGD)
            seen = epoch(student, device, case)
            assert_trains(start(case[0]), seen["state"])
            assert_python_float(seen["mean"], "this could not be judged: the result of train_epoch")
            waits, batches = seen["counts"]["synchronisations"], len(sizes)
            if waits != 1:
                raise Mismatch(
                    f"in an epoch of {batches} batches, the host waits {waits} times for the device, not once. "
                    "When are the losses needed as numbers?",
                    mistake="In an epoch, the host waits for the device more than once." if waits > 1 else None,
                )


@check("train_loop", weight=2, device="cuda", hint="Which tensors of a step does the loader leave on the CPU?")
def test_on_cuda_a_step_is_right(student, rng):
    """On a GPU, train_step mixes no devices, takes the right steps and returns a loss that stays there."""
    for case, as_string in zip(step_cases(rng), (True, False), strict=True):
        losses, states = trained(*case)
        model, batches, criterion, optimizer = case
        seen = student.probe(
            probes.steps_taken_on_device, name=ON_DEVICE, model=model, batches=batches, criterion=criterion,
            optimizer=optimizer, as_string=as_string, kind="tuple",
        )  # fmt: skip
        if "raised" in seen[-1]:
            raise Mismatch(f"your function raised {seen[-1]['raised']}")
        for number, (one, state, loss) in enumerate(zip(seen, states, losses, strict=True), 1):
            assert_state(one["state"], state, f"after {number} of {len(states)} steps")
            assert_loss_tensor(one["loss"])
            assert_close(one["loss"]["value"], torch.tensor(loss), what="the loss", **TRAINED)
            assert_equal(one["loss"]["device"], ON_DEVICE, "the device of the loss")


@check("train_loop", weight=2, device="cuda", hint="What does the host need to know in the middle of an epoch?")
def test_on_cuda_the_loop_does_not_wait(student, rng):
    """On a GPU, a step never waits for the device, and an epoch of twice as many steps waits no more often."""
    # Counted by CUDA's sync debug mode, not timed. Only what comes with every step counts.
    for model, criterion, optimizer, batches in (
        (a_classifier(rng), nn.CrossEntropyLoss(), MOMENTUM, class_batches([4, 4, 4, 2], rng)),
        (a_line(rng), nn.MSELoss(), ADAM, number_batches([3, 3, 1], rng)),
    ):
        before = start(model)
        seen = student.probe(
            probes.waits_in_a_loop, name=ON_DEVICE, model=model, batches=batches, criterion=criterion,
            optimizer=optimizer,
        )  # fmt: skip
        assert_trains(before, seen["state"])
        assert_loss_tensor(seen["loss"], "this could not be judged: the loss")
        assert_python_float(seen["mean"], "this could not be judged: the result of train_epoch")
        assert not min(seen["step"]), "the step waits for the device: the host asks for a number (or for a truth value)"
        once, twice = seen["epoch"]
        assert twice <= once, "the more steps an epoch has, the more often the host waits for the device"
