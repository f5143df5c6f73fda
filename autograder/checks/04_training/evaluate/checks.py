"""Hidden checks of evaluate."""

from itertools import product

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, assert_unchanged, check

from ..common import (
    OTHER_LAYERS,
    SHARES,
    asking,
    assert_moved,
    assert_not_left_out,
    assert_settings_left,
    classification,
    convolutional,
    losses_and_hits,
    normal,
    number,
    of_every_depth,
    perceptron,
    pictures,
    ragged,
    state_of,
    told_by_the_criterion,
    unpacked,
    with_an_infinite_loss,
)
from . import probes


def evaluation(student, model, x, y, batch_size, **more):
    more.setdefault("criterion", nn.CrossEntropyLoss())
    return student.probe(probes.evaluated, model=model, x=x, y=y, batch_size=batch_size, **more)


def assert_evaluated(seen, model, x, y, question=SHARES, criterion=None):
    loss, accuracy = unpacked(seen["result"], "mean_loss", "accuracy")
    right = losses_and_hits(model, x, y, criterion or nn.CrossEntropyLoss())
    _, mistake = told_by_the_criterion(seen["criterion"])
    with asking(question):
        assert_close(number(loss, "mean_loss"), right[0], what="mean_loss", mistake=mistake)
        assert_close(number(accuracy, "accuracy"), right[1], what="accuracy")


@check("evaluate", weight=1.5)
def test_mean_over_samples(student, rng):
    """mean_loss and accuracy are means over the samples, also when the last batch is smaller."""
    for batch_size, smoothing, plain in ((4, 0.0, False), (13, 0.2, False), (5, 0.1, True)):
        x, y = ragged(rng)
        model, criterion = perceptron(5, 3).eval(), nn.CrossEntropyLoss(label_smoothing=smoothing)
        seen = evaluation(student, model, x, y, batch_size, criterion=criterion, plain=plain)
        assert_evaluated(seen, model, x, y, criterion=criterion)


def settled(rng):
    """Models with BatchNorm, in train mode, whose running statistics are not those of the next batch.

    Two have dropout, too, and the parts of the second have parts; the last has none.
    """
    models = of_every_depth(dropout=0.5)
    for model, inputs in models:
        with torch.no_grad():
            model.train()(3 * normal(40, inputs, rng=rng) + 1)
    return models


@check("evaluate", weight=1.5)
def test_in_eval_mode(student, rng):
    """A model that comes in train mode is evaluated in eval mode: no dropout, and BatchNorm's running statistics."""
    for model, inputs in settled(rng):
        x, y = classification(30, inputs, 3, rng)
        assert_evaluated(evaluation(student, model, x, y, 8), model, x, y, OTHER_LAYERS)
    # Neither BatchNorm nor plain dropout, and random in train mode.
    x, y = classification(30, 5, 3, rng)
    model = nn.Sequential(nn.Linear(5, 8), nn.RReLU(), nn.AlphaDropout(0.5), nn.Linear(8, 3)).double().train()
    assert_evaluated(evaluation(student, model, x, y, 8), model, x, y, OTHER_LAYERS)


@check("evaluate", alone=False)
def test_mode_as_before(student, rng):
    """A model in train mode is in train mode afterwards, and one in eval mode in eval mode, with all its parts."""
    x, y = classification(12, 5, 3, rng)
    (flat, _), (nested, _), _ = settled(rng)  # parts at any depth have a mode of their own
    for model, mode in product((flat, nested), ("train", "eval")):
        seen = evaluation(student, model.train(mode == "train"), x, y, 8)
        assert seen["forwards"], "this could not be judged: the model was not called"
        with asking("Who called you may be in the middle of training, or not. How can you know?"):
            assert_equal(seen["mode"], mode, f"the mode afterwards of a model that came in {mode} mode")


@check("evaluate", alone=False)
def test_without_gradients(student, rng):
    """No graph is built, and afterwards gradients are as possible as before."""
    x, y = classification(12, 5, 3, rng)
    model = perceptron(5, 6, 3)
    model[0].requires_grad_(False)  # as where only the head is trained
    seen = evaluation(student, model, x, y, 4)
    assert seen["forwards"], "this could not be judged: the model was not called"
    if seen["graphs"]:
        text = "the forward passes built a graph for gradients that nobody asks for"
        raise Mismatch(text, mistake="While the model is asked, gradients are on, and graphs are recorded.")
    if not seen["gradients on"]:
        text = "after the call, gradients are switched off for everybody"
        raise Mismatch(text, mistake="Gradients are switched off for all code, and not on again.")
    if not seen["gradients stay off"]:
        raise Mismatch(
            "gradients were switched off before the call, and are on after it",
            mistake="Gradients are switched on for all code, also for a caller who had switched them off.",
        )
    if seen["require grad"] != [parameter.requires_grad for parameter in model.parameters()]:
        raise Mismatch(
            "after the call, other parameters require grad than before",
            shows=seen["require grad"],
            mistake="The call changes which parameters can be trained, and does not put that back.",
        )


@check("evaluate", weight=1.5, alone=False)
def test_model_left_alone(student, rng):
    """Weights, BatchNorm's running statistics and .grad are as before."""
    x, y = classification(30, 5, 3, rng)
    model = settled(rng)[0][0]
    grads = [normal(*parameter.shape, rng=rng) for parameter in model.parameters()]
    seen = evaluation(student, model, x, y, 8, grads=grads)
    assert seen["forwards"], "this could not be judged: the model was not called"
    for name, value in state_of(model).items():
        assert_unchanged(seen["state"][name], value, f"{name} of the model")
    assert_settings_left(seen["settings"])
    for mine, grad in zip(seen["grads"], grads, strict=True):
        if mine is None:
            text = "the .grad of a parameter was taken away"
            raise Mismatch(text, mistake="The gradients that lay in the model are cleared.")
        assert_unchanged(mine, grad, "the .grad of a parameter")
    if seen["options"][0] != seen["options"][1]:
        raise Mismatch(
            "a layer of the model has other options than before, such as a momentum or a probability",
            mistake="Options of the layers are changed for the evaluation, and not put back.",
        )


@check("evaluate", weight=0.5)
def test_pairs_evaluated(student, rng):
    """Any loader will do: a list of pairs, a part of a larger dataset, images, or a batch with an infinite loss."""
    x, y = ragged(rng)
    model = perceptron(5, 3).eval()
    for kind in ("pairs", "a part"):
        assert_evaluated(evaluation(student, model, x, y, 5, kind=kind), model, x, y)
    (x, y), model = pictures(13, rng), convolutional().eval()
    assert_evaluated(evaluation(student, model, x, y, 5), model, x, y)
    model, x, y = with_an_infinite_loss(rng)
    assert_not_left_out(evaluation(student, model.eval(), x, y, 4, may_stop=True)["result"], model, x, y)


@check("evaluate", weight=0.5, alone=False)
def test_results_are_floats(student, rng):
    """mean_loss and accuracy are Python floats."""
    x, y = classification(12, 5, 3, rng)
    result = unpacked(evaluation(student, perceptron(5, 3).eval(), x, y, 5)["result"], "mean_loss", "accuracy")
    for value, what in zip(result, ("mean_loss", "accuracy"), strict=True):
        assert_type(value, float, what)
    inside = result[0] > 0 and 0 <= result[1] <= 1
    assert inside, "mean_loss is not above 0, or accuracy is not between 0 and 1"


@check("evaluate", weight=0.5, alone=False)
def test_evaluated_on_the_device(student, rng):
    """Inputs and targets are moved to the device."""
    assert_moved(student, "evaluate", rng)
