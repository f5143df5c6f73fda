"""Hidden checks of flaky_predictions."""

import copy

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_tensor, check

from ..common import (
    assert_evaluated,
    assert_gradients_as_before,
    assert_left_alone,
    assert_mode,
    gradients_for,
    measured,
    normal,
    with_batch_norm,
)
from . import probes

# Who has switched these layers alone, and no other kind, has lost what is asked about all kinds, and no more.
USUAL = "usual layers in training mode"


@check(
    "flaky_predictions",
    weight=1.25,
    hint="Which layers treat training and use differently, and who tells them which of the two it is?",
)
def test_predicted_probabilities(student, rng):
    """The result is the softmax of the logits in eval mode, in whatever mode the model comes."""
    for training, n in [(True, 6), (False, 4), (True, 3), (True, 1)]:
        model, x = with_batch_norm(3, 10, 3, dropout=0.5, rng=rng), normal(n, 3, rng=rng)
        if n in (1, 3):
            model[2] = nn.RReLU()  # neither dropout nor normalisation, and random in training mode
        seen = measured(student, "predict", model, x, training=training)
        assert_evaluated(seen)
        with torch.no_grad():
            expected = torch.softmax(copy.deepcopy(model).eval()(x), 1)
        assert_close(seen["result"], expected, what="the probabilities")
    # A model that has learned something meanwhile is asked the same, and says something else.
    model, x = with_batch_norm(3, 10, 3, dropout=0.5, rng=rng), normal(5, 3, rng=rng)
    seen = student.probe(probes.asked_again, model=model, x=x, training=False)
    assert_evaluated(seen)
    twin = copy.deepcopy(model).eval()
    twin.load_state_dict(seen["state"])
    with torch.no_grad():
        assert_close(seen["result"], torch.softmax(twin(x), 1), what="the probabilities by other weights")


@check("flaky_predictions", weight=0.75, hint="Does every part of the model know that it is in use?")
def test_most_likely_class(student, rng):
    """The largest number of each row belongs to the class that the model in eval mode puts first."""
    for n in (30, 2):
        model, x = with_batch_norm(3, 10, 3, dropout=0.5, rng=rng), normal(n, 3, rng=rng)
        model[2] = nn.RReLU()
        seen = measured(student, "predict", model, x)
        assert_evaluated(seen)
        assert_tensor(seen["result"], shape=(n, 3), what="the probabilities")
        with torch.no_grad():
            expected = copy.deepcopy(model).eval()(x).argmax(1)
        assert_close(seen["result"].argmax(1), expected, what="the class with the largest number")


@check("flaky_predictions", weight=0.5, hint="exp(1000) is infinite. Which function needs no such number?")
def test_probabilities_of_large_logits(student, rng):
    """Probabilities are right where the exponentials of the logits are infinite."""
    model, x = with_batch_norm(3, 10, 3, dropout=0.5, rng=rng), normal(5, 3, rng=rng)
    with torch.no_grad():
        model[-1].weight.mul_(5000)
        expected = torch.softmax(copy.deepcopy(model).eval()(x), 1)
    seen = measured(student, "predict", model, x)
    assert_evaluated(seen, USUAL)
    assert_close(seen["result"], expected, what="the probabilities")


@check(
    "flaky_predictions", hint="Nobody will call backward on a prediction. Who still takes notes for it?", alone=False
)
def test_prediction_without_graph(student, rng):
    """A prediction records no graph and requires no grad, and switches gradients neither on nor off for others."""
    # Parameters are not the only ones that may require grad: x may, too.
    for training, watched in ((True, False), (False, False), (False, True), (True, True)):
        model, x = with_batch_norm(3, 6, 4, dropout=0.5, rng=rng), normal(5, 3, rng=rng).requires_grad_(watched)
        seen = measured(student, "predict", model, x, training=training)
        assert_tensor(seen["result"], shape=(5, 4), what="the probabilities")
        assert not seen["requires grad"], "the probabilities require grad"
        assert seen["calls"], "the model was not asked"
        if seen["graphs"]:
            raise Mismatch(
                "a graph is recorded while the model predicts",
                mistake="What the model gives requires grad: gradients are on while it is asked.",
            )
        assert_gradients_as_before(seen)


@check(
    "flaky_predictions",
    hint="A prediction is a question. What is different after it, in the model and around it?",
    alone=False,
)
def test_prediction_leaves_the_model_alone(student, rng):
    """After a prediction the model has the mode, the weights, the statistics and the gradients that it came with."""
    for training in (True, False):
        model, x = with_batch_norm(3, 6, 4, dropout=0.5, rng=rng), normal(5, 3, rng=rng)
        x.requires_grad_(training)  # its gradient may be wanted elsewhere
        grads = gradients_for(model, rng)
        seen = measured(student, "predict", model, x, training=training, grads=grads)
        assert_evaluated(seen, USUAL)
        assert_tensor(seen["result"], shape=(5, 4), what="the probabilities")
        assert_mode(seen, training)
        assert_left_alone(seen, model, grads)
