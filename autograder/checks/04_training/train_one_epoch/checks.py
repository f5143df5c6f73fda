"""Hidden checks of train_one_epoch."""

import copy
import math

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_type, check, decisive

from .. import common_probes
from ..common import (
    OTHER_LAYERS,
    SHARES,
    asking,
    assert_moved,
    assert_not_left_out,
    assert_settings_left,
    assert_state,
    classification,
    convolutional,
    integer,
    losses_and_hits,
    number,
    of_every_depth,
    perceptron,
    pictures,
    ragged,
    state_of,
    told_by_the_criterion,
    unpacked,
    with_an_infinite_loss,
    with_batch_norm_and_dropout,
)
from . import probes

WHY = "A sum of losses remembers how each of them was computed; a sum of numbers does not."


def epochs_by_hand(model, x, y, batch_size, order, criterion, optimizer, lr, epochs, seed):
    """The same training on the trusted side: weights, and loss and accuracy of every epoch."""
    model = copy.deepcopy(model).train()
    optimizer = common_probes.optimizer_for(model, optimizer, lr)
    batches = common_probes.loader(x, y, batch_size, order)
    torch.default_generator.manual_seed(seed)
    results = []
    for _ in range(epochs):
        total, right = 0.0, 0
        for inputs, targets in batches:
            logits = model(inputs)
            loss = criterion(logits, targets)
            total += loss.item() * len(targets)
            right += int((logits.argmax(1) == targets).sum())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        results.append((total / len(x), right / len(x)))
    return state_of(model), results


def two_epochs(rng, model, x, y, **changed):
    order, seed = integer(0, 10**6, rng), integer(0, 10**6, rng)
    given = {"model": model, "x": x, "y": y, "batch_size": 8, "order": order, "criterion": nn.CrossEntropyLoss()}
    return {**given, "optimizer": "momentum", "lr": 0.05, "epochs": 2, "seed": seed, **changed}


def assert_followed(student, training):
    """The weights after some epochs are those of the same training done here; hooks say what went wrong."""
    expected, _ = epochs_by_hand(**training)
    seen = student.probe(probes.epochs_trained, **training)
    try:
        with decisive():
            assert_state(seen["state"], expected, "after training")
    except Mismatch as problem:
        batches = math.ceil(len(training["x"]) / training["batch_size"]) * training["epochs"]
        text, mistake = explained(seen["watched"], batches, seen["criterion"])
        raise Mismatch(f"the weights are wrong: {text}" if text else str(problem), mistake=mistake) from None


def explained(watched, batches, notes):
    """What the hooks saw, as a message and as what is established about every loop that comes there."""
    told = told_by_the_criterion(notes)
    if not watched["steps"]:
        return "the optimizer made no step", "The optimizer makes no step."
    if not watched["backwards"]:
        return "no gradient was computed", "No gradient of the weights is computed."
    if watched["old gradients"]:
        text = "gradients of earlier batches were still there when new ones were added. Who takes them away, and when?"
        return text, "Gradients of earlier batches are still there when those of a new batch are added."
    if told[0]:
        return told
    if watched["no gradients"]:
        text = "when the optimizer made its steps, the gradients were gone"
        return text, "At a step of the optimizer there are no gradients."
    if watched["in eval mode"]:
        text = f"a training pass was made in eval mode. {OTHER_LAYERS}"
        return text, "In a training pass, the model or a part of it is in eval mode."
    if watched["forwards"] != batches:
        text = f"{watched['forwards']} forward passes were made for {batches} batches"
        return text, "There are more or fewer forward passes than batches; one for each is asked for."
    if watched["steps"] != batches:
        text = f"{watched['steps']} steps were made for {batches} batches"
        return text, "There are more or fewer steps than batches; one for each is asked for."
    if any(note["back"] is not None and abs(note["back"] - 1) > 1e-9 for note in notes):
        text = "the gradients are not those of what the criterion returned, but of some multiple"
        return text, "The loss is multiplied or divided by something before its gradients are worked out."
    return None, None


@check("train_one_epoch", weight=2.5)
def test_weights_follow(student, rng):
    """The weights follow the reference step for step: two epochs, any optimizer, a last batch that is smaller."""
    smoothed = {"optimizer": "sgd", "lr": 0.2, "criterion": nn.CrossEntropyLoss(label_smoothing=0.1)}
    for changed in ({}, smoothed, {"optimizer": "adam", "lr": 0.01}):
        x, y = classification(29, 5, 3, rng)
        assert_followed(student, two_epochs(rng, perceptron(5, 7, 3), x, y, **changed))
    x, y = classification(29, 5, 3, rng)  # a hundred times as large: gradients that somebody might want to limit
    small = {"optimizer": "sgd", "lr": 1e-4, "epochs": 1}
    assert_followed(student, two_epochs(rng, perceptron(5, 3), 100 * x, y, **small))
    model, learned = perceptron(5, 3), torch.eye(3, 5, dtype=torch.float64)
    with torch.no_grad():
        model[0].weight.copy_(learned)
    x[8:16] = 1000 * learned[y[8:16]]  # the second batch has a loss of 0, and momentum moves the weights all the same
    assert_followed(student, two_epochs(rng, model, x, y, order=None, epochs=1))


@check("train_one_epoch", weight=1.5)
def test_dropout_and_batch_norm(student, rng):
    """In whatever mode it comes, the model is trained in train mode: dropout acts, and BatchNorm's statistics move."""
    # One forward pass a batch draws the masks from the global generator in the order of the batches, so the masks of
    # every valid loop are those drawn here from the same seed.
    for mode in (True, False):
        for model, inputs in of_every_depth(dropout=0.4):
            x, y = classification(30, inputs, 3, rng)
            assert_followed(student, two_epochs(rng, model.train(mode), x, y))


@check("train_one_epoch", weight=1.5)
def test_loss_is_the_mean_over_samples(student, rng):
    """mean_loss is the mean over the samples, also when the last batch is smaller."""
    for criterion, plain in ((nn.CrossEntropyLoss(), False), (nn.CrossEntropyLoss(label_smoothing=0.2), True)):
        (x, y), model = ragged(rng), perceptron(5, 3)
        # A rate of 0 leaves the weights, so this is about the mean alone.
        training = {"batch_size": 4, "order": None, "optimizer": "sgd", "lr": 0.0, "epochs": 1, "seed": 0}
        training |= {"criterion": criterion, "plain": plain}
        seen = student.probe(probes.epochs_trained, model=model, x=x, y=y, **training)
        loss, _ = unpacked(seen["results"][0], "mean_loss", "accuracy")
        _, mistake = told_by_the_criterion(seen["criterion"])
        with asking(SHARES):
            right = losses_and_hits(model, x, y, criterion)[0]
            assert_close(number(loss, "mean_loss"), right, what="mean_loss", mistake=mistake)


@check("train_one_epoch")
def test_accuracy_is_the_share_right(student, rng):
    """accuracy is the share of right predictions, between 0 and 1, also when the last batch is smaller."""
    for _ in range(3):
        x, y = classification(13, 5, 3, rng)
        model = perceptron(5, 6, 3)
        training = {"batch_size": 4, "order": None, "optimizer": "sgd", "lr": 0.0, "epochs": 1, "seed": 0}
        seen = student.probe(probes.epochs_trained, model=model, x=x, y=y, criterion=nn.CrossEntropyLoss(), **training)
        _, accuracy = unpacked(seen["results"][0], "mean_loss", "accuracy")
        expected = losses_and_hits(model, x, y, nn.CrossEntropyLoss())[1]
        assert_close(number(accuracy, "accuracy"), expected, what="accuracy")


@check("train_one_epoch")
def test_measured_while_training(student, rng):
    """Loss and accuracy are those of the training passes, each before its batch's update."""
    # Two batches: the second loss comes after one update, and before any mistake with gradients could matter. Dropout
    # tells the training pass from one in eval mode, which leaves no other trace; one accuracy may be equal by chance.
    several = [(with_batch_norm_and_dropout(5, 3, dropout=0.5), 0.1) for _ in range(4)]
    for model, lr in [(perceptron(5, 6, 3), 2.0), *several]:
        x, y = classification(60, 5, 3, rng)
        training = {
            "model": model, "x": x, "y": y, "batch_size": 30, "order": None, "criterion": nn.CrossEntropyLoss(),
            "optimizer": "sgd", "lr": lr, "epochs": 1, "seed": integer(0, 10**6, rng),
        }  # fmt: skip
        _, expected = epochs_by_hand(**training)
        seen = student.probe(probes.epochs_trained, **training)
        result = unpacked(seen["results"][0], "mean_loss", "accuracy")
        for mine, right, what in zip(result, expected[0], ("mean_loss", "accuracy"), strict=True):
            with asking("Which logits are judged: those that the step was made from?"):
                assert_close(number(mine, what), right, what=what)


@check("train_one_epoch", weight=0.5)
def test_any_loader(student, rng):
    """Any loader will do: a list of pairs, a part of a larger dataset, images, or a batch with an infinite loss."""
    training = {"batch_size": 4, "order": None, "optimizer": "sgd", "lr": 0.0, "epochs": 1, "seed": 0}
    training["criterion"] = nn.CrossEntropyLoss()
    points, linear = classification(13, 5, 3, rng), perceptron(5, 3)
    for kind, model, (x, y) in [
        ("pairs", linear, points), ("a part", linear, points), ("all", convolutional(), pictures(13, rng)),
    ]:  # fmt: skip
        seen = student.probe(probes.epochs_trained, model=model, x=x, y=y, **training, kind=kind)
        right = losses_and_hits(model, x, y, nn.CrossEntropyLoss())
        loss, accuracy = unpacked(seen["results"][0], "mean_loss", "accuracy")
        assert_close(number(loss, "mean_loss"), right[0], what="mean_loss")
        assert_close(number(accuracy, "accuracy"), right[1], what="accuracy")
    model, x, y = with_an_infinite_loss(rng)
    seen = student.probe(probes.epochs_trained, model=model, x=x, y=y, **training, may_stop=True)
    assert_not_left_out(seen["results"][0], model, x, y)


@check("train_one_epoch", weight=0.5, alone=False)
def test_python_floats(student, rng):
    """mean_loss and accuracy are Python floats."""
    x, y = classification(12, 5, 3, rng)
    training = {"batch_size": 4, "order": None, "optimizer": "sgd", "lr": 0.1, "epochs": 1, "seed": 0}
    criterion = nn.CrossEntropyLoss()
    seen = student.probe(probes.epochs_trained, model=perceptron(5, 3), x=x, y=y, criterion=criterion, **training)
    for value, what in zip(
        unpacked(seen["results"][0], "mean_loss", "accuracy"), ("mean_loss", "accuracy"), strict=True
    ):
        assert_type(value, float, what)
    inside = seen["results"][0][0] > 0 and 0 <= seen["results"][0][1] <= 1
    assert inside, "mean_loss is not above 0, or accuracy is not between 0 and 1"


@check("train_one_epoch", alone=False)
def test_no_graph_is_kept(student, rng):
    """The graph of a batch is let go: it does not pile up during the epoch, and nothing is left after it."""
    x, y = classification(40, 5, 3, rng)
    seen = student.probe(probes.graphs_kept, model=perceptron(5, 3), x=x, y=y, batch_size=4)
    trained = seen["trained"] and seen["batches"] == 10
    assert trained, "this could not be judged: the weights did not change, or not every batch was used"
    # The loss of the batch before is still in its variable when the next one is computed.
    if seen["during"] > 2:
        raise Mismatch(
            f"in an epoch of 10 batches, the graphs of {seen['during']} batches were alive at once. {WHY}",
            mistake="During the epoch something holds tensors of several batches, and with them their graphs.",
        )
    if seen["logits during"] > 2:
        raise Mismatch(
            f"in an epoch of 10 batches, the logits of {seen['logits during']} batches were kept with their graphs",
            mistake="During the epoch something holds the logits of several batches, and with them their graphs.",
        )
    if seen["after"]:
        raise Mismatch(
            f"after the epoch, graphs are still alive. {WHY}",
            mistake="What is returned, or something else that outlives the call, holds on to a graph.",
        )
    assert_settings_left(seen["settings"])


@check("train_one_epoch", weight=0.5, alone=False)
def test_batches_moved_to_the_device(student, rng):
    """Inputs and targets are moved to the device."""
    assert_moved(student, "train_one_epoch", rng)
