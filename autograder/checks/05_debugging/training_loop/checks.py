"""Hidden checks of training_loop."""

import copy

import torch
from torch import nn

from autograder.expect import Mismatch, assert_at_least, assert_close, assert_equal, assert_tensor, check, decisive

from ..common import (
    assert_evaluated,
    assert_floats,
    assert_gradients_as_before,
    assert_left_alone,
    assert_mode,
    assert_surroundings,
    assert_weights,
    classes,
    gradients_for,
    integer,
    measured,
    normal,
    number,
    perceptron,
    weights_of,
    with_batch_norm,
)
from . import probes
from .layers import assert_single_units_dropped, assert_two_hidden_layers
from .points import rings
from .steps import in_parts, trained, trained_by_hand


@check("training_loop", hint="Read the first line of the error. What has a module to do before it can hold a layer?")
def test_classifier_can_be_made_and_called(student, rng):
    """A Classifier can be made; its logits are those of two hidden layers with ReLU, and dropout in training mode."""
    for inputs, hidden, count in [(2, 24, 3), (5, 16, 4), (3, 20, 3)]:
        model = student.Classifier(inputs, hidden, count, dropout=0.5)
        if not isinstance(model, nn.Module):
            raise Mismatch("a Classifier is not an nn.Module")
        x = normal(40, inputs, rng=rng, dtype=torch.float32)
        model.train()
        # That two masks agree in all the 40 rows is less likely than 1e-9.
        first, second = model(x), model(x)
        assert_tensor(first, shape=(40, count), dtype=torch.float32, what="the logits")
        differ = not torch.equal(first, second)
        if not differ:
            text = "in training mode, with dropout=0.5, two calls give the same: nothing is dropped"
            raise Mismatch(text, mistake="In training mode, the Classifier drops nothing out.")
        model.eval()
        first, second = model(x), model(x)
        if not torch.equal(first, second):
            text = "in eval mode, two calls with the same points differ"
            raise Mismatch(text, mistake="In evaluation mode, the Classifier still does something random.")
        # A composition of linear layers alone would be affine: f(x) + f(-x) = 2 f(0).
        bent = not torch.allclose(first + model(-x), 2 * model(0 * x), atol=1e-4)
        if not bent:
            text = "the logits are an affine function of x: is there a ReLU between the layers?"
            raise Mismatch(text, mistake="Between the linear layers nothing bends: together they are one linear layer.")
        assert_two_hidden_layers(model, x, inputs, hidden, count, rng)
    plain = student.Classifier(2, 200, 3)
    x = normal(50, 2, rng=rng, dtype=torch.float32)
    differ = not torch.equal(plain(x), plain(x))
    assert differ, "without being told otherwise, a new Classifier drops nothing out"


@check("training_loop", hint="A module finds the layers that are its attributes. Where does it not look for them?")
def test_all_weights_are_found(student, rng):
    """PyTorch finds the weights and biases of all three linear layers: to train, to save and to move them."""
    for inputs, hidden, count in [(2, 8, 3), (integer(3, 6, rng), integer(7, 12, rng), integer(2, 5, rng))]:
        total = (inputs + 1) * hidden + (hidden + 1) * hidden + (hidden + 1) * count
        x = normal(6, inputs, rng=rng, dtype=torch.float32)
        seen = student.probe(probes.parameters_found, sizes=[inputs, hidden, count], x=x)
        assert_equal(seen["parameters"], total, f"the count of numbers in a Classifier({inputs}, {hidden}, {count})")
        assert_equal(seen["trainable"], total, "the count of those that can be trained")
        assert seen["saved"] >= total, "state_dict() does not hold all of the numbers"
        assert_close(seen["of the twin"], seen["logits"], what="what a twin with the same state_dict() says")


@check("training_loop", weight=0.5, hint="After which layers does dropout belong, and how much of it?", alone=False)
def test_dropout_after_both_hidden_layers(student, rng):
    """Dropout works, at the rate that was given, after each of the two hidden layers and nowhere else."""
    seed = integer(0, 10**6, rng)
    # One hidden unit and one class: dropped at the end, dropped in the middle, or kept make three different logits.
    most = max(student.probe(probes.values_with_dropout, dropout=0.5, seed=seed, models=100, calls=30))
    try:
        with decisive():
            assert_equal(most, 3, "the number of different logits")
    except Mismatch:
        if most > 3:
            raise Mismatch("something other than the outputs of the two hidden layers is dropped") from None
        text = "not both of the hidden layers have dropout and ReLU, or what comes out is not the logits"
        raise Mismatch(text) from None
    still = student.probe(probes.values_with_dropout, dropout=0.0, seed=seed, models=5, calls=60)
    assert max(still) == 1, "with dropout=0.0 something is dropped"
    assert_single_units_dropped(student.Classifier(3, 100, 4, dropout=0.5), normal(60, 3, rng=rng).float())
    # Both layers keep a row with probability (1 − p)²; of 10,000 rows the share is 0.03 off with probability 1e-9.
    for given, rate in (({"dropout": 0.3}, 0.3), ({}, 0.1)):
        share = student.probe(probes.share_kept, seed=seed, rows=10_000, given=given)
        if share is None:
            raise Mismatch("this could not be judged: PyTorch does not find the weights of all layers")
        near = abs(share - (1 - rate) ** 2) < 0.03
        assert near, f"dropout acts at another rate than {'the one given' if given else 'the usual one'}"
    behind = student.probe(probes.share_kept, seed=seed, rows=10_000, given={"dropout": 0.3}, bias=1.0)
    assert abs(behind - 0.7) < 0.03, "what comes out of the second hidden layer is not dropped at the rate given"


@check("training_loop", hint="What does a classifier give for each class, and which loss takes exactly that?")
def test_first_step(student, rng):
    """The first step follows the gradient of the mean cross-entropy of the logits, and its loss is returned."""
    for n, features, count, lr in [(7, 3, 4, 0.3), (333, 2, 2, 0.05), (1, 4, 3, 0.5)]:
        model = perceptron(features, 6, count, rng=rng)
        x, y = normal(n, features, rng=rng), classes(n, count, rng)
        expected, losses = trained_by_hand(model, x, y, 1, lr)
        seen = trained(student, model, x, y, [1], lr)
        assert_floats(seen["losses"][0], losses, "the list of losses", mistake=in_parts(seen, x))
        assert_weights(seen["weights"], expected, "after the first step", in_parts(seen, x))


@check(
    "training_loop",
    hint="backward adds to what is in .grad already. Who takes the last epoch's gradients away?",
    alone=False,
)
def test_each_epoch_uses_its_own_gradients(student, rng):
    """Two epochs move the weights as one epoch and one more do, with the gradients cleared in between."""
    for n, count, lr in [(8, 3, 0.2), (6, 2, 0.05)]:
        model = perceptron(3, 5, count, rng=rng)
        x, y = normal(n, 3, rng=rng), classes(n, count, rng)
        one, two = (trained(student, model, x, y, parts, lr) for parts in ([3], [1, 1, 1]))
        if all(torch.equal(one["weights"][name], value) for name, value in weights_of(model).items()):
            raise Mismatch("train does not move the weights", mistake="train leaves the weights where they are.")
        for name, value in two["weights"].items():
            alike = torch.allclose(one["weights"][name], value, rtol=1e-9, atol=1e-10)
            if not alike:
                raise Mismatch(
                    "an epoch depends on more than the weights that it starts with",
                    mistake="Something goes from one epoch into the next beside the weights: gradients, or an "
                    "optimizer's memory.",
                )


@check("training_loop", weight=0.5)
def test_whole_training(student, rng):
    """Several epochs give the weights and losses of plain gradient descent in training mode; all else stays."""
    for training, n in ((True, 12), (False, 12), (True, 260)):
        model = with_batch_norm(3, 6, 4, dropout=0.0, rng=rng)
        x, y = normal(n, 3, rng=rng), classes(n, 4, rng)
        lr = 0.1 if n == 12 else None  # the usual one
        expected, losses = trained_by_hand(model, x, y, 5, lr or 0.5)
        seen = trained(student, model, x, y, [5], lr, training)
        if seen["in training mode"] < min(seen["calls"], 5):
            raise Mismatch(
                "a model that comes in eval mode is trained in eval mode",
                mistake="train does not switch the whole model to training mode before every step.",
            )
        assert_floats(seen["losses"][0], losses, "the list of losses", mistake=in_parts(seen, x))
        assert_weights(seen["weights"], expected, "after five epochs", in_parts(seen, x))
        assert_surroundings(seen)
    # Of one layer alone, hundreds of epochs do not add up what the last bits differ by. Large gradients come first.
    model, x, y = perceptron(3, 4, rng=rng), normal(30, 3, rng=rng), classes(30, 4, rng)
    tied = perceptron(3, 3, 3, 4, rng=rng)
    tied[2].weight = tied[0].weight  # one parameter, of two layers
    expected, _ = trained_by_hand(tied, x, y, 2, 0.1)
    assert_weights(trained(student, tied, x, y, [2], 0.1)["weights"], expected, "of two layers after two epochs")
    for size, epochs in ((100.0, 2), (1.0, 310)):
        expected, losses = trained_by_hand(model, size * x, y, epochs, 0.1 / size)
        seen = trained(student, model, size * x, y, [epochs], 0.1 / size)
        assert_floats(seen["losses"][0], losses, f"the list of losses of {epochs} epochs", rtol=1e-6)
        assert_weights(seen["weights"], expected, f"after {epochs} epochs")
    model, x = perceptron(3, 5, 4, rng=rng), normal(8, 3, rng=rng)
    with torch.no_grad():
        model[-1].weight *= 1000
        y = model(x).argmax(1)
    assert_surroundings(student.probe(probes.parameters_found, sizes=[2, 4, 3], x=normal(2, 2, rng=rng).float()))
    # Next to nothing is left to learn, and an epoch is still an epoch.
    _, losses = trained_by_hand(model, x, y, 4, 0.1)
    assert_floats(trained(student, model, x, y, [4], 0.1)["losses"][0], losses, "the list of losses near 0")


def evaluation(rng, count=4):
    model = with_batch_norm(3, 12, count, dropout=0.5, rng=rng)
    labels = classes(120, count, rng).index_fill(0, torch.arange(40), 0)  # many of one class, few of the others
    return model, normal(120, 3, rng=rng), labels


@check("training_loop", weight=0.5, hint="The same question twice: which layers answer differently, and when?")
def test_accuracy_is_measured_in_eval_mode(student, rng):
    """accuracy is the share of right answers in eval mode, a Python float, the same every time, also of one row."""
    for training, rows, size in ((True, 120, 1), (False, 120, 1000), (True, 120, 1), (False, 1, 1), (True, 1, 1)):
        model, x, y = (part[:rows] if isinstance(part, torch.Tensor) else part for part in evaluation(rng))
        model[-1].weight.data.mul_(size)  # logits that differ by hundreds are still to be told apart
        seen = measured(student, "accuracy", model, x, y, training=training)
        assert_evaluated(seen)
        with torch.no_grad():
            share = float((copy.deepcopy(model).eval()(x).argmax(1) == y).double().mean())
        assert_close(seen["result"], share, what="the accuracy")
    model, x, y = evaluation(rng)
    seen = student.probe(probes.accuracy_before_and_after, model=model, x=x, y=y)
    shares = [(logits.argmax(1) == y).double().mean() for logits in seen["logits"]]
    for result, share in zip(seen["results"], shares, strict=True):
        told = "A model that has other weights than at the call before gets the mark of that call."
        told = told if result == seen["results"][0] and share != shares[0] else None
        assert_close(result, float(share), what="the accuracy of a model that learns", mistake=told)


@check("training_loop", weight=0.25, hint="Nobody will call backward here. Who still takes notes for it?", alone=False)
def test_accuracy_records_no_graph(student, rng):
    """Measuring the accuracy records no graph, and switches gradients neither on nor off for others."""
    for training in (True, False):
        model, x, y = evaluation(rng)
        seen = measured(student, "accuracy", model, x, y, training=training)
        number(seen["result"], "the accuracy")
        assert seen["calls"], "the model was not asked"
        if seen["graphs"]:
            raise Mismatch(
                "a graph is recorded while the accuracy is measured",
                mistake="What the model gives to accuracy requires grad: gradients are on while it is asked.",
            )
        assert_gradients_as_before(seen)


@check(
    "training_loop",
    weight=0.25,
    hint="Whoever was training wants to go on. In which mode did the model come?",
    alone=False,
)
def test_accuracy_leaves_the_model_alone(student, rng):
    """After measuring, the model is in the mode in which it came, with the weights and statistics it had."""
    for training in (True, False):
        model, x, y = evaluation(rng)
        x.requires_grad_(training)  # its gradient may be wanted elsewhere
        grads = gradients_for(model, rng)
        seen = measured(student, "accuracy", model, x, y, training=training, grads=grads)
        assert_evaluated(seen)
        number(seen["result"], "the accuracy")
        assert_mode(seen, training)
        assert_left_alone(seen, model, grads)


@check("training_loop", alone=False)
def test_points_are_learned(student, rng):
    """A Classifier(2, 32, 3), trained with the defaults, is right about 95 % of the given points or more."""
    x, y = rings()
    seen = student.probe(probes.points_learned, x=x, y=y, seed=integer(0, 10**6, rng))
    assert_equal(len(seen["losses"]), 300, "the number of losses")
    assert_tensor(seen["logits"], shape=(300, 3), what="the logits")
    share = float((seen["logits"].argmax(1) == y).double().mean())
    assert_at_least(share, 0.95, what="the accuracy on the given points")
