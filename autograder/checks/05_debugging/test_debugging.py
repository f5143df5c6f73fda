"""Hidden checks of 05_debugging, in notebook order. Every check of a ticket fails on its untouched code."""

import copy
import math
import statistics
from itertools import pairwise

import numpy as np
import probes
import torch
from torch import nn

from autograder.expect import (
    Mismatch,
    assert_at_least,
    assert_close,
    assert_equal,
    assert_tensor,
    assert_type,
    assert_unchanged,
    check,
)

EXACT = {"rtol": 0, "atol": 0}


def unpacked(result, *names, what="the result"):
    """The parts of a returned tuple, one for each name."""
    assert_type(result, (tuple, list), f"{what} ({', '.join(names)})")
    if len(result) != len(names):
        raise Mismatch(f"{what} has {len(result)} items; it must have {len(names)}: {', '.join(names)}")
    return result


def number(value, what):
    """A returned number as a float. A tensor of one element will do here; another check looks at the type."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return float(value.detach())
    assert_type(value, (float, int, np.number), what)
    return float(value)


def assert_floats(values, expected, what, **tolerance):
    """A list of Python floats: its length, the type of its entries, their values."""
    assert_type(values, list, what)
    assert_equal(len(values), len(expected), f"the length of {what}")
    for value in values:
        assert_type(value, float, f"an entry of {what}")
    assert_close(torch.tensor(values).double(), torch.tensor(expected).double(), what=what, **tolerance)


def assert_weights(actual, expected, what):
    """Weights by name, in the model's own order."""
    for name, value in expected.items():
        assert_close(actual[name], value, what=f"{name} {what}")


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shape, rng, dtype=torch.float64):
    return torch.randn(shape, generator=rng, dtype=dtype)


def perceptron(*sizes, rng, dtype=torch.float64):
    """A network without randomness in its weights beside that of the check, nor in its answers."""
    layers = [part for a, b in pairwise(sizes) for part in (nn.Linear(a, b), nn.Tanh())]
    return with_weights(nn.Sequential(*layers[:-1]).to(dtype), rng)


def with_batch_norm(*sizes, dropout, rng):
    """BatchNorm makes the bias before it a bystander, so that layer has none."""
    a, b, c = sizes
    first = [nn.Linear(a, b, bias=False), nn.BatchNorm1d(b), nn.ReLU()]
    model = nn.Sequential(*first, nn.Dropout(dropout), nn.Linear(b, c)).double()
    model[1].running_mean.copy_(0.3 * normal(b, rng=rng))
    model[1].running_var.copy_(1 + normal(b, rng=rng).abs())
    return with_weights(model, rng)


def with_weights(model, rng):
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(normal(*p.shape, rng=rng))
    return model


def weights_of(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def state_of(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def gradients_for(model, rng):
    return [normal(*p.shape, rng=rng, dtype=p.dtype) for p in model.parameters()]


def classes(count, number, rng):
    """Labels in which every class occurs, in no order."""
    return (torch.arange(count) % number)[torch.randperm(count, generator=rng)]


def gradients_by_hand(model, loss_of, x, y):
    """The loss and its gradients by name, worked out here."""
    twin = copy.deepcopy(model)
    loss = loss_of(twin(x), y)
    grads = torch.autograd.grad(loss, list(twin.parameters()))
    return loss.detach(), dict(zip([name for name, _ in twin.named_parameters()], grads, strict=True))


def assert_gradients(seen, expected):
    """backward of the loss gives every parameter its gradient, and the inputs are as they were."""
    if not seen["requires grad"]:
        raise Mismatch("the loss does not require grad: nothing connects it with the model's weights")
    missing = [name for name, grad in seen["gradients"].items() if grad is None]
    if missing:
        raise Mismatch(f"after backward, {len(missing)} of {len(expected)} parameters of the model have no gradient")
    for name, grad in expected.items():
        assert_close(seen["gradients"][name], grad, what=f"the gradient of {name}")
    assert seen["inputs kept"], "x or y has another shape or other values than before"


# 1 · training_loop


@check("training_loop", hint="Read the first line of the error. What has a module to do before it can hold a layer?")
def test_classifier_can_be_made_and_called(student, rng):
    """A Classifier can be made; it gives logits (N, classes), with dropout in training mode and none in eval mode."""
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
        assert differ, "in training mode, with dropout=0.5, two calls give the same: nothing is dropped"
        model.eval()
        first, second = model(x), model(x)
        assert torch.equal(first, second), "in eval mode, two calls with the same points differ"
        # A composition of linear layers alone would be affine: f(x) + f(-x) = 2 f(0).
        bent = not torch.allclose(first + model(-x), 2 * model(0 * x), atol=1e-4)
        assert bent, "the logits are an affine function of x: is there a ReLU between the layers?"
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


@check("training_loop", weight=0.5, hint="After which layers does dropout belong, and how much of it?")
def test_dropout_after_both_hidden_layers(student, rng):
    """Dropout works, at the rate that was given, after each of the two hidden layers and nowhere else."""
    seed = integer(0, 10**6, rng)
    # One hidden unit and one class: dropped at the end, dropped in the middle, or kept make three different logits.
    most = max(student.probe(probes.values_with_dropout, dropout=0.5, seed=seed, models=100, calls=30))
    assert most >= 3, "not both of the hidden layers have dropout and ReLU, or what comes out is not the logits"
    assert most == 3, "something other than the outputs of the two hidden layers is dropped"
    still = student.probe(probes.values_with_dropout, dropout=0.0, seed=seed, models=5, calls=60)
    assert max(still) == 1, "with dropout=0.0 something is dropped"


def entropy(logits, y):
    return -logits.log_softmax(1)[range(len(y)), y].mean()


def trained_by_hand(model, x, y, epochs, lr):
    """Plain gradient descent on the mean cross-entropy, in training mode."""
    twin, losses = copy.deepcopy(model).train(), []
    for _ in range(epochs):
        loss = entropy(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad in zip(twin.parameters(), grads, strict=True):
                p -= lr * grad
        losses.append(loss.item())
    return weights_of(twin), losses


def trained(student, model, x, y, parts, lr, training=True):
    arguments = {"model": model, "x": x, "y": y, "parts": parts, "lr": lr, "training": training}
    return student.probe(probes.trained, **arguments)


@check("training_loop", hint="What does a classifier give for each class, and which loss takes exactly that?")
def test_first_step(student, rng):
    """The first step follows the gradient of the mean cross-entropy of the logits, and its loss is returned."""
    for n, features, count, lr in [(7, 3, 4, 0.3), (5, 2, 2, 0.05), (1, 4, 3, 0.5)]:
        model = perceptron(features, 6, count, rng=rng)
        x, y = normal(n, features, rng=rng), classes(n, count, rng)
        expected, losses = trained_by_hand(model, x, y, 1, lr)
        seen = trained(student, model, x, y, [1], lr)
        assert_floats(seen["losses"][0], losses, "the list of losses")
        assert_weights(seen["weights"], expected, "after the first step")


@check("training_loop", hint="backward adds to what is in .grad already. Who takes the last epoch's gradients away?")
def test_each_epoch_uses_its_own_gradients(student, rng):
    """Two epochs move the weights as one epoch and one more do, with the gradients cleared in between."""
    for n, count, lr in [(8, 3, 0.2), (6, 2, 0.05)]:
        model = perceptron(3, 5, count, rng=rng)
        x, y = normal(n, 3, rng=rng), classes(n, count, rng)
        one, two = (trained(student, model, x, y, parts, lr) for parts in ([3], [1, 1, 1]))
        moved = any(not torch.equal(one["weights"][name], value) for name, value in weights_of(model).items())
        assert moved, "train does not move the weights"
        for name, value in two["weights"].items():
            alike = torch.allclose(one["weights"][name], value, rtol=1e-9, atol=1e-10)
            assert alike, "an epoch depends on more than the weights and its own gradients: something is left over"


@check("training_loop", weight=0.5)
def test_whole_training(student, rng):
    """Several epochs give the weights and the losses of plain gradient descent in training mode."""
    for training in (True, False):
        model = with_batch_norm(3, 6, 4, dropout=0.0, rng=rng)
        x, y = normal(12, 3, rng=rng), classes(12, 4, rng)
        expected, losses = trained_by_hand(model, x, y, 5, 0.1)
        seen = trained(student, model, x, y, [5], 0.1, training)
        if seen["in training mode"] < min(seen["calls"], 5):
            raise Mismatch("a model that comes in eval mode is trained in eval mode")
        assert_floats(seen["losses"][0], losses, "the list of losses")
        assert_weights(seen["weights"], expected, "after five epochs")


def measured(student, name, model, x, *others, training=True, grads=None):
    """What a function that evaluates a model returns, and what it leaves behind."""
    grads = [None] * len(list(model.parameters())) if grads is None else grads
    arguments = {"name": name, "model": model, "x": x, "others": list(others), "training": training, "grads": grads}
    return student.probe(probes.measured, **arguments)


def assert_evaluated(seen):
    """The model was in eval mode when it was asked: without that, other sides cannot be judged."""
    if seen["partly in training mode"]:
        raise Mismatch("the model is asked in training mode, where its answers depend on chance and on each other")


def assert_left_alone(seen, model):
    for name, value in state_of(model).items():
        assert_unchanged(seen["state"][name], value, f"{name} of the model")
    assert seen["trainable"], "other parameters of the model require grad than before"


def evaluation(rng, count=4):
    model = with_batch_norm(3, 12, count, dropout=0.5, rng=rng)
    return model, normal(120, 3, rng=rng), classes(120, count, rng)


@check("training_loop", weight=0.5, hint="The same question twice: which layers answer differently, and when?")
def test_accuracy_is_measured_in_eval_mode(student, rng):
    """accuracy is the share of right answers in eval mode, a Python float, the same every time."""
    for training in (True, False, True):
        model, x, y = evaluation(rng)
        seen = measured(student, "accuracy", model, x, y, training=training)
        assert_evaluated(seen)
        with torch.no_grad():
            share = float((copy.deepcopy(model).eval()(x).argmax(1) == y).double().mean())
        assert_close(seen["result"], share, what="the accuracy")


@check("training_loop", weight=0.25, hint="Nobody will call backward here. Who still takes notes for it?")
def test_accuracy_records_no_graph(student, rng):
    """Measuring the accuracy records no graph, and gradients are recorded again afterwards."""
    for training in (True, False):
        model, x, y = evaluation(rng)
        seen = measured(student, "accuracy", model, x, y, training=training)
        number(seen["result"], "the accuracy")
        if seen["graphs"] or seen["calls"] == 0:
            raise Mismatch("a graph is recorded while the accuracy is measured")
        assert seen["gradients on"], "after the call, gradients are switched off for all other code"


@check("training_loop", weight=0.25, hint="Whoever was training wants to go on. In which mode did the model come?")
def test_accuracy_leaves_the_model_alone(student, rng):
    """After measuring, the model is in the mode in which it came, with the weights and statistics it had."""
    for training in (True, False):
        model, x, y = evaluation(rng)
        seen = measured(student, "accuracy", model, x, y, training=training)
        assert_evaluated(seen)
        number(seen["result"], "the accuracy")
        mode = "train" if training else "eval"
        if seen["mode"] != mode:
            raise Mismatch(f"the model came in {mode} mode and does not leave in {mode} mode")
        assert_left_alone(seen, model)


def rings():
    """The points and labels of the notebook."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(300) % 3
    radius = 0.15 + 0.55 * labels + 0.08 * torch.randn(300, generator=generator)
    angle = 2 * math.pi * torch.rand(300, generator=generator)
    return torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1), labels


@check("training_loop")
def test_points_are_learned(student, rng):
    """A Classifier(2, 32, 3), trained with the defaults, is right about 95 % of the given points or more."""
    x, y = rings()
    seen = student.probe(probes.points_learned, x=x, y=y, seed=integer(0, 10**6, rng))
    assert_equal(len(seen["losses"]), 300, "the number of losses")
    assert_tensor(seen["logits"], shape=(300, 3), what="the logits")
    share = float((seen["logits"].argmax(1) == y).double().mean())
    assert_at_least(share, 0.95, what="the accuracy on the given points")


# 2 · stalled_regression


def squared(predictions, y):
    """Row by row, so that nothing is ever broadcast."""
    return sum((p[0] - t) ** 2 for p, t in zip(predictions, y, strict=True)) / len(y)


def regression(n, rng, dtype=torch.float64):
    return (
        perceptron(3, 4, 1, rng=rng, dtype=dtype),
        normal(n, 3, rng=rng, dtype=dtype),
        normal(n, rng=rng, dtype=dtype),
    )


def loss_seen(student, name, model, x, y, **given):
    return student.probe(probes.loss_and_gradients, name=name, model=model, x=x, y=y, given=given)


@check(
    "stalled_regression",
    weight=2,
    hint="Print the shapes of both sides of the minus sign, and of their difference. How many numbers are averaged?",
)
def test_mean_squared_error(student, rng):
    """The loss is the mean over the batch of each prediction's squared distance from its own value."""
    for n, dtype in [(6, torch.float64), (2, torch.float64), (5, torch.float32)]:
        model, x, y = regression(n, rng, dtype)
        expected, _ = gradients_by_hand(model, squared, x, y)
        assert_close(loss_seen(student, "regression_loss", model, x, y)["loss"], expected, what="the loss")


@check("stalled_regression", hint="If the loss pairs the wrong numbers, its gradient pulls towards the wrong ones.")
def test_regression_gradients(student, rng):
    """The gradients of the loss reach the model, and are right."""
    model, x, y = regression(7, rng)
    _, grads = gradients_by_hand(model, squared, x, y)
    assert_gradients(loss_seen(student, "regression_loss", model, x, y), grads)


@check("stalled_regression", hint="Which dimension is to go? With one row, others have size 1, too.")
def test_batches_of_one_row(student, rng):
    """A batch may have one row only, or two: the loss is a tensor without dimensions, and right."""
    for n in (1, 2):
        model, x, y = regression(n, rng)
        expected, grads = gradients_by_hand(model, squared, x, y)
        seen = loss_seen(student, "regression_loss", model, x, y)
        assert_close(seen["loss"], expected, what=f"the loss of {n} row{'s' * (n > 1)}")
        assert_gradients(seen, grads)


# 3 · hesitant_classifier


def identity(size, dtype=torch.float64):
    """A model whose logits are its input."""
    layer = nn.Linear(size, size, bias=False).to(dtype)
    nn.init.eye_(layer.weight)
    return layer


@check(
    "hesitant_classifier",
    weight=2,
    hint="What does the loss function expect of the model, and what does it do with that itself?",
)
def test_cross_entropy_of_logits(student, rng):
    """The loss is the mean cross-entropy of the model's logits."""
    for n, count, dtype in [(6, 4, torch.float64), (4, 4, torch.float64), (1, 3, torch.float64), (9, 5, torch.float32)]:
        model, x = perceptron(3, 5, count, rng=rng, dtype=dtype), normal(n, 3, rng=rng, dtype=dtype)
        y = torch.randint(0, count, (n,), generator=rng)
        expected, _ = gradients_by_hand(model, entropy, x, y)
        assert_close(loss_seen(student, "classifier_loss", model, x, y)["loss"], expected, what="the loss")


@check("hesitant_classifier", hint="exp(104) is infinite in float32, and exp(-104) is 0. Where does your code need it?")
def test_large_logits(student, rng):
    """The loss is finite and right for logits of plus and minus 10,000."""
    x = 1e4 * normal(6, 4, rng=rng).sign()
    x[0], x[1] = torch.tensor([1e4, -1e4, 0, 0]), torch.tensor([-1e4, -1e4, -1e4, 1e4])
    y = torch.randint(0, 4, (6,), generator=rng)
    y[:2] = torch.tensor([1, 3])
    for dtype in (torch.float64, torch.float32):
        loss = loss_seen(student, "classifier_loss", identity(4, dtype), x.to(dtype), y)["loss"]
        assert_close(loss, entropy(x, y).to(dtype), what="the loss")


@check("hesitant_classifier")
def test_classifier_gradients(student, rng):
    """The gradients of the loss reach the model, and are right."""
    model, x, y = perceptron(3, 5, 4, rng=rng), normal(8, 3, rng=rng), classes(8, 4, rng)
    _, grads = gradients_by_hand(model, entropy, x, y)
    assert_gradients(loss_seen(student, "classifier_loss", model, x, y), grads)


# 4 · frozen_head


def prepared(student, rng):
    """What prepare makes of a pretrained network, and the sizes and the rate that were asked for."""
    sizes, num_classes, lr = [integer(3, 6, rng), integer(7, 9, rng), 10], integer(2, 5, rng), 0.01 * integer(1, 9, rng)
    arguments = {"sizes": sizes, "num_classes": num_classes, "lr": lr, "seed": integer(0, 10**6, rng)}
    seen = student.probe(probes.prepared, **arguments)
    assert seen["pair"], "the result must be a model and an optimizer"
    return seen, sizes, num_classes, lr


def assert_head_is_held(seen):
    absent = [name for name, count in seen["held"].items() if count == 0 and name.startswith("head")]
    if absent:
        raise Mismatch("the new head is not among the parameters that the optimizer holds")


@check(
    "frozen_head",
    hint="An optimizer holds tensors, not names. Which tensors did the model have when yours was made?",
)
def test_optimizer_holds_the_model(student, rng):
    """The optimizer holds every parameter of the model that is returned, once, and no other."""
    seen, *_ = prepared(student, rng)
    assert_head_is_held(seen)
    absent = sum(count == 0 for count in seen["held"].values())
    assert absent == 0, f"the optimizer does not hold {absent} of the model's {len(seen['held'])} parameters"
    assert max(seen["held"].values()) == 1, "the optimizer holds a parameter twice"
    assert seen["others"] == 0, f"the optimizer holds {seen['others']} parameters that are not the model's"


@check("frozen_head", hint="A parameter moves only if the optimizer holds it. Which ones does yours hold?")
def test_step_moves_every_parameter(student, rng):
    """Two steps move every parameter by the rate times its gradients: plain SGD."""
    seen, _, _, lr = prepared(student, rng)
    for name, before in seen["before"].items():
        expected = before.double() - 2 * lr * seen["grads"][name].double()
        if torch.equal(seen["after"][name], before):
            raise Mismatch(f"{name} of the model has a gradient, and two steps do not move it")
        assert_close(seen["after"][name].double(), expected, rtol=1e-5, atol=1e-6, what=f"{name} after two steps")


@check("frozen_head", weight=0.5)
def test_only_the_head_is_new(student, rng):
    """In the same model, the head is a new linear layer of the right size, in training with the untouched rest."""
    seen, sizes, num_classes, _ = prepared(student, rng)
    assert_head_is_held(seen)
    assert seen["same model"], "the model that is returned is not the one that was given"
    assert seen["linear"] and seen["new head"], "model.head is not a new nn.Linear"
    assert_equal(seen["sizes"], [sizes[1], num_classes], "the sizes of the head (inputs, outputs)")
    assert seen["bias"], "the new head has no bias"
    assert_tensor(seen["logits"], shape=(2, num_classes), what="what the model gives for two rows")
    assert seen["features kept"], "the layers before the head have other parameters than before"
    assert seen["features in eval mode"], "the layers before the head are in another mode than before"
    assert seen["features trainable"], "parameters before the head do not require grad any more"
    for name, value in seen["features before"].items():
        assert_unchanged(seen["features after"][name], value, f"{name} of the layers before the head")


# 5 · flat_loss


def huber(predictions, y, delta=1.0):
    """Row by row, as the statement says it."""
    losses = []
    for prediction, target in zip(predictions, y, strict=True):
        error = (prediction[0] - target[0]).abs()
        losses.append(0.5 * error**2 if error.item() < delta else delta * (error - 0.5 * delta))
    return torch.stack(losses).mean()


def outliers(rng, n, size):
    """A model, its inputs, and targets at distances of the given size on both sides of its predictions."""
    model, x = perceptron(2, 4, 1, rng=rng), normal(n, 2, rng=rng)
    away = size * (0.2 + 0.6 * torch.rand(n, 1, generator=rng, dtype=torch.float64))
    with torch.no_grad():
        return model, x, copy.deepcopy(model)(x) + away * normal(n, 1, rng=rng).sign()


@check(
    "flat_loss",
    weight=2,
    hint="Walk back from the loss: at which point does a number forget where it comes from?",
)
def test_gradients_reach_the_model(student, rng):
    """backward gives every parameter of the model its gradient, for small errors and large ones."""
    for size in (1.0, 8.0, 3.0):
        model, x, y = outliers(rng, 6, size)
        expected, grads = gradients_by_hand(model, huber, x, y)
        seen = loss_seen(student, "robust_loss", model, x, y)
        assert_gradients(seen, grads)
        assert_close(seen["loss"], expected, what="the loss")


@check("flat_loss")
def test_other_deltas(student, rng):
    """delta is where the square ends and the straight line begins, in the loss and in its gradients."""
    for delta in (0.5, 3.0):
        model, x, y = outliers(rng, 8, 4.0)
        expected, grads = gradients_by_hand(model, lambda p, t, d=delta: huber(p, t, d), x, y)
        seen = loss_seen(student, "robust_loss", model, x, y, delta=delta)
        assert_gradients(seen, grads)
        assert_close(seen["loss"], expected, what="the loss")


@check("flat_loss", weight=0.5)
def test_one_number_per_batch(student, rng):
    """The loss is a tensor without dimensions that requires grad, for one row, too; a step on it makes it smaller."""
    for n in (1, 5):
        model, x, y = outliers(rng, n, 2.0)
        seen = loss_seen(student, "robust_loss", model, x, y)
        assert_tensor(seen["loss"], shape=(), what="the loss")
        if any(grad is None for grad in seen["gradients"].values()):
            raise Mismatch("after backward, parameters of the model have no gradient")
        with torch.no_grad():
            for name, p in model.named_parameters():
                p -= 1e-3 * seen["gradients"][name]
        smaller = huber(model(x), y).item() < float(seen["loss"])
        assert smaller, "a small step against the gradients does not make the loss smaller"


# 6 · backward_error


def attended(scores, values):
    return (scores - scores.amax(1, keepdim=True)).softmax(1) @ values


def attention_gradients(student, scores, values, rng):
    """The result, and the gradients of scores and values of a weighted sum of it."""
    leaves = [scores.clone().requires_grad_(), values.clone().requires_grad_()]
    result = student.attend(*leaves)
    assert_tensor(result, shape=(len(scores), values.shape[1]))
    if not result.requires_grad:
        raise Mismatch("the result does not require grad although scores and values do: the graph was cut")
    upstream = normal(*result.shape, rng=rng)
    found = torch.autograd.grad(result, leaves, upstream, allow_unused=True)
    for grad, name in zip(found, ("scores", "values"), strict=True):
        if grad is None:
            raise Mismatch(f"no gradient reaches {name}")
    twins = [scores.clone().requires_grad_(), values.clone().requires_grad_()]
    expected = torch.autograd.grad(attended(*twins), twins, upstream)
    for grad, right, name in zip(found, expected, ("scores", "values"), strict=True):
        assert_close(grad, right, what=f"the gradient of {name}")
    return result.detach()


@check(
    "backward_error",
    weight=2,
    hint="The message names the operation whose result was changed. Which line writes into it?",
)
def test_attention_and_its_gradients(student, rng):
    """The weighted means are right, and so are the gradients of scores and values."""
    for n, t, d in [(3, 5, 2), (4, 4, 4), (1, 6, 3)]:
        scores, values = 2 * normal(n, t, rng=rng), normal(t, d, rng=rng)
        assert_close(attention_gradients(student, scores, values, rng), attended(scores, values))


@check("backward_error")
def test_attention_to_large_scores(student, rng):
    """For scores of plus and minus 2000, means and gradients are finite and right."""
    for sign in (1, -1):
        scores, values = sign * 2000 + normal(4, 5, rng=rng), normal(5, 3, rng=rng)
        scores[0, 2] = -sign * 2000
        # Numbers near 2000 are right to 2e-13 times a few; a difference of them, too.
        assert_close(attention_gradients(student, scores, values, rng), attended(scores, values), atol=1e-9)


@check("backward_error", weight=0.5, effects=True)
def test_attention_leaves_its_input(student, rng):
    """scores and values keep their values, whether they require grad or not, and backward works."""
    scores, values = normal(3, 5, rng=rng), normal(5, 2, rng=rng)
    before = scores.clone(), values.clone()
    student.attend(scores, values)
    assert_unchanged(scores, before[0], "the tensor of scores")
    assert_unchanged(values, before[1], "the tensor of values")
    leaves = scores.clone().requires_grad_(), values.clone().requires_grad_()
    result = student.attend(*leaves)
    assert_tensor(result, shape=(3, 2))
    (result * result).sum().backward()
    for leaf, old, name in zip(leaves, before, ("scores", "values"), strict=True):
        assert_close(leaf.detach(), old, **EXACT, what=f"the tensor of {name} after the call")
        assert leaf.grad is not None, f"this could not be judged: no gradient reaches {name}"


# 7 · sudden_nan


def rows_with_zeros(n, d, rng, dtype, sizes=(1.0,)):
    """Rows of the given orders of size, some of them 0, and some zeros in others."""
    x = normal(n, d, rng=rng, dtype=dtype).clamp(-3, 3)
    x = torch.where(x.abs() < 0.1, x.sign() * 0.1, x)
    x = x * torch.tensor([sizes[i % len(sizes)] for i in range(n)], dtype=dtype)[:, None]
    x[1, 0] = 0
    x[n // 2] = 0
    return x


def lengths_by_hand(x):
    return torch.tensor([math.hypot(*row) for row in x.tolist()], dtype=torch.float64)


def lengths_and_gradients(student, x, upstream):
    """The lengths, and the gradients of a weighted sum of them."""
    leaf = x.clone().requires_grad_()
    result = student.lengths(leaf)
    assert_tensor(result, shape=(len(x),), dtype=x.dtype)
    if not result.requires_grad:
        raise Mismatch("the result does not require grad although x does: the graph was cut")
    (grad,) = torch.autograd.grad(result, leaf, upstream, allow_unused=True)
    if grad is None:
        raise Mismatch("no gradient reaches x")
    return result.detach(), grad


def assert_lengths(student, x, rng, rtol):
    """Values relative to each length, however small it is, and gradients; zeros where the row is 0."""
    upstream = normal(len(x), rng=rng).sign().to(x.dtype) * 2
    result, grad = lengths_and_gradients(student, x, upstream)
    lengths = lengths_by_hand(x)
    scale = torch.where(lengths == 0, 1.0, lengths)
    assert_close(
        result.double() / scale, lengths / scale, rtol=rtol, atol=0, what="the result (relative to the length)"
    )
    expected = upstream.double()[:, None] * x.double() / scale[:, None]
    assert_close(grad.double(), expected, rtol=rtol, atol=rtol, what="the gradient")


@check(
    "sudden_nan",
    weight=2,
    hint="Both branches of `where` are computed, and backward goes through both. What is 0 times infinity?",
)
def test_lengths_and_gradients(student, rng):
    """A row's gradient is the row divided by its length, and 0 for a row of zeros."""
    for n, d in [(6, 3), (5, 1), (4, 4)]:
        assert_lengths(student, rows_with_zeros(n, d, rng, torch.float64), rng, 1e-9)


@check("sudden_nan", hint="What is added to keep away from 0 is small only beside larger numbers.")
def test_short_and_long_rows(student, rng):
    """Rows of any size are right, from 1e-6 to 1e6, beside a row of zeros: nothing is added to them."""
    sizes = (1e-3, 1e3, 1.0, 2e-5, 3e5)
    for n, d, dtype in [(10, 3, torch.float64), (11, 4, torch.float32)]:
        x = rows_with_zeros(n, d, rng, dtype, sizes)
        x[0] = 1e-6 * x[0].sign()  # the shortest that the statement allows
        assert_lengths(student, x, rng, 1e-5)


@check("sudden_nan", weight=0.5)
def test_zeros_only(student, rng):
    """A batch of nothing but zeros has lengths 0 and gradients 0, in float32 and float64."""
    for dtype in (torch.float32, torch.float64):
        x = torch.zeros(3, 4, dtype=dtype)
        result, grad = lengths_and_gradients(student, x, torch.ones(3, dtype=dtype))
        assert_close(result, torch.zeros(3, dtype=dtype), **EXACT)
        assert_close(grad, x, **EXACT, what="the gradient")
        # A function that is 0 everywhere is not what is asked for.
        assert_lengths(student, rows_with_zeros(4, 2, rng, dtype), rng, 1e-5)


# 8 · clipping


# What clip_grad_norm_ adds to the norm (1e-6) is worth up to 1e-4 of a step here.
NEARLY = {"rtol": 1e-4, "atol": 1e-7}


def clipped_by_hand(model, batches, criterion, lr, momentum, max_norm):
    """Weights after each step and the losses before it, with all gradients of a step scaled together."""
    twin, results, weights = copy.deepcopy(model), [], []
    velocities = [torch.zeros_like(p) for p in twin.parameters()]
    for x, y in batches:
        loss = criterion(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        total = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
        factor = min(1.0, max_norm / total)
        with torch.no_grad():
            for p, grad, velocity in zip(twin.parameters(), grads, velocities, strict=True):
                velocity.mul_(momentum).add_(factor * grad)
                p -= lr * velocity
        results.append(loss.item())
        weights.append(weights_of(twin))
    return results, weights


def clipped(student, model, batches, max_norm, lr=0.1, momentum=0.0, criterion="mse", grads=None):
    arguments = {"model": model, "batches": batches, "criterion": criterion, "lr": lr, "momentum": momentum}
    return student.probe(probes.clipped, **arguments, max_norm=max_norm, grads=grads)


def mean_square(predictions, y):
    return ((predictions - y) ** 2).mean()


def batch(n, rng, size=1.0):
    return normal(n, 3, rng=rng), size * normal(n, 2, rng=rng)


def step_length(model, weights, lr):
    """The norm of all weights' way in one step, relative to the rate."""
    return math.sqrt(sum(float(((weights[n] - p) ** 2).sum()) for n, p in weights_of(model).items())) / lr


@check(
    "clipping",
    weight=2,
    hint="At which moment between backward and the step are there gradients to be clipped?",
)
def test_large_gradient_is_scaled_down(student, rng):
    """A gradient that is too large is scaled down to max_norm, all parameters together, and its direction kept."""
    for max_norm in (0.5, 2.0):
        model, batches = perceptron(3, 4, 2, rng=rng), [batch(5, rng, 100.0)]
        results, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.0, max_norm)
        seen = clipped(student, model, batches, max_norm)
        if step_length(model, seen["weights"][0], 0.1) > 1.01 * max_norm:
            raise Mismatch("the step is longer than max_norm allows: it was taken with gradients that are not clipped")
        for name, value in weights[0].items():
            assert_close(seen["weights"][0][name], value, **NEARLY, what=f"{name} after the step")
        assert_type(seen["results"][0], float, "the loss that is returned")
        assert_close(seen["results"][0], results[0], what="the loss that is returned")


@check("clipping", hint="max_norm is a limit: what is below it stays as it is, and what is above it does not.")
def test_small_gradient_is_left_alone(student, rng):
    """A gradient within the limit is not changed, while one beyond it is clipped."""
    model = perceptron(3, 4, 2, rng=rng)
    for size, max_norm in [(1.0, 1e4), (0.1, 1e3)]:
        batches = [batch(6, rng, size)]
        _, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.0, max_norm)
        assert_weights(clipped(student, model, batches, max_norm)["weights"][0], weights[0], "after a small gradient")
    length = step_length(model, clipped(student, model, [batch(6, rng, 1000.0)], 1.0)["weights"][0], 0.1)
    assert length <= 1.01, "a gradient beyond the limit is not clipped"


@check("clipping", hint="Which gradients are in .grad when the step begins, and whose are they?")
def test_several_clipped_steps(student, rng):
    """Every step uses the gradients of its own batch alone, also where others lie there from before."""
    model = perceptron(3, 4, 2, rng=rng)
    batches = [batch(5, rng, size) for size in (50.0, 1.0, 200.0, 0.5)]
    results, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.9, 3.0)
    seen = clipped(student, model, batches, 3.0, momentum=0.9, grads=gradients_for(model, rng))
    # Four steps multiply the 1e-6 that clip_grad_norm_ adds.
    for step, (mine, right) in enumerate(zip(seen["weights"], weights, strict=True), start=1):
        for name, value in right.items():
            assert_close(mine[name], value, rtol=1e-3, atol=1e-6, what=f"{name} after step {step}")
    for mine, right in zip(seen["results"], results, strict=True):
        assert_close(number(mine, "the loss"), right, rtol=1e-3, what="the loss that is returned")


@check("clipping", weight=0.5)
def test_another_criterion(student, rng):
    """The criterion is the one that is given: here classes and their cross-entropy."""
    model, x = perceptron(3, 5, 4, rng=rng), 20 * normal(6, 3, rng=rng)
    y = copy.deepcopy(model)(x).detach().argmin(1)
    results, weights = clipped_by_hand(model, [(x, y)], entropy, 0.2, 0.0, 0.1)
    seen = clipped(student, model, [(x, y)], 0.1, lr=0.2, criterion="cross-entropy")
    for name, value in weights[0].items():
        assert_close(seen["weights"][0][name], value, **NEARLY, what=f"{name} after the step")
    assert_close(number(seen["results"][0], "the loss"), results[0], what="the loss that is returned")


# 9 · growing_memory


def stepped_by_hand(model, x, y, batch_size, lr):
    """One step of plain SGD on the mean squared error of each batch."""
    twin, losses = copy.deepcopy(model), []
    for inputs, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
        loss = ((twin(inputs) - targets) ** 2).mean()
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad in zip(twin.parameters(), grads, strict=True):
                p -= lr * grad
        losses.append(loss.item())
    return weights_of(twin), losses


def history(student, rng, count, once=False, training=True):
    model, lr = perceptron(3, 4, 2, rng=rng).train(training), 0.05
    x, y = normal(4 * count, 3, rng=rng), normal(4 * count, 2, rng=rng)
    arguments = {"model": model, "x": x, "y": y, "batch_size": 4, "lr": lr, "once": once, "training": training}
    weights, losses = stepped_by_hand(model, x, y, 4, lr)
    return student.probe(probes.history_of, **arguments), weights, losses


@check(
    "growing_memory",
    weight=2,
    hint="A tensor that requires grad holds on to the whole graph behind it. Who keeps such tensors, and how long?",
)
def test_graphs_are_freed(student, rng):
    """While it runs, the graphs of the latest steps alone are alive, however many batches there are."""
    for count in (12, 40):
        seen, _, losses = history(student, rng, count)
        assert_equal(seen["calls"], count, "the number of times that the model was called")
        assert_type(seen["history"], list, "the history")
        assert_equal(len(seen["history"]), len(losses), "the length of the history")
        # Two graphs are alive where a loop's variables keep the last one until the next is there.
        held = seen["during"]
        assert held <= 3, f"after {count} batches, {held} graphs were in memory at the same time"
        assert seen["after"] <= 3, f"after the call, {seen['after']} graphs are still in memory"


@check("growing_memory", hint="What kind of object is an entry of the history, and what does it bring with it?")
def test_history_of_floats(student, rng):
    """The history is a list of Python floats: the loss of each batch before its step; the weights follow plain SGD."""
    seen, weights, losses = history(student, rng, 9)
    assert_floats(seen["history"], losses, "the history")
    assert_weights(seen["weights"], weights, "after all steps")


@check("growing_memory", weight=0.5)
def test_batches_that_come_once(student, rng):
    """Batches may come from a generator, which can be gone through once; the model stays in the mode it came in."""
    for training in (True, False):
        seen, weights, losses = history(student, rng, 6, once=True, training=training)
        assert_floats(seen["history"], losses, "the history")
        assert_weights(seen["weights"], weights, "after all steps")
        assert_equal(seen["mode"], "train" if training else "eval", "the mode of the model afterwards")


# 10 · flaky_predictions


@check(
    "flaky_predictions",
    weight=2,
    hint="Which layers treat training and use differently, and who tells them which of the two it is?",
)
def test_predicted_probabilities(student, rng):
    """The result is the softmax of the logits in eval mode, in whatever mode the model comes."""
    for training, n in [(True, 6), (False, 5), (True, 3)]:
        model, x = with_batch_norm(3, 10, 3, dropout=0.5, rng=rng), normal(n, 3, rng=rng)
        seen = measured(student, "predict", model, x, training=training)
        assert_evaluated(seen)
        with torch.no_grad():
            expected = torch.softmax(copy.deepcopy(model).eval()(x), 1)
        assert_close(seen["result"], expected, what="the probabilities")


@check("flaky_predictions", hint="Nobody will call backward on a prediction. Who still takes notes for it?")
def test_prediction_without_graph(student, rng):
    """A prediction records no graph and requires no grad, and gradients are recorded again afterwards."""
    for training in (True, False):
        model, x = with_batch_norm(3, 6, 4, dropout=0.5, rng=rng), normal(5, 3, rng=rng)
        seen = measured(student, "predict", model, x, training=training)
        assert_tensor(seen["result"], shape=(5, 4), what="the probabilities")
        assert not seen["requires grad"], "the probabilities require grad"
        if seen["graphs"] or seen["calls"] == 0:
            raise Mismatch("a graph is recorded while the model predicts")
        assert seen["gradients on"], "after the call, gradients are switched off for all other code"


@check("flaky_predictions", hint="The model comes in one mode or in the other. In which one must it leave?")
def test_prediction_leaves_the_model_alone(student, rng):
    """After a prediction the model has the mode, the weights, the statistics and the gradients that it came with."""
    for training in (True, False):
        model, x = with_batch_norm(3, 6, 4, dropout=0.5, rng=rng), normal(5, 3, rng=rng)
        grads = gradients_for(model, rng)
        seen = measured(student, "predict", model, x, training=training, grads=grads)
        assert_evaluated(seen)
        assert_tensor(seen["result"], shape=(5, 4), what="the probabilities")
        mode = "train" if training else "eval"
        if seen["mode"] != mode:
            raise Mismatch(f"the model came in {mode} mode and does not leave in {mode} mode")
        assert_left_alone(seen, model)
        for (name, grad), before in zip(seen["gradients"].items(), grads, strict=True):
            assert_close(grad, before, **EXACT, what=f"the .grad of {name} after the call")


# 11 · device_error


def averages(x, length, layer):
    """In a slow loop: positions added, the mean of what has passed, the linear layer."""
    positions = torch.arange(length, dtype=torch.float64) / (length - 1)
    moved = x.double() + positions[: x.shape[1], None]
    past = torch.stack([moved[:, : step + 1].mean(1) for step in range(x.shape[1])], 1)
    return past @ layer.weight.double().t() + layer.bias.double()


def past_averages(student, rng, length, steps, dim, **how):
    """What PastAverage gives on the accelerator, what is right, and the right gradients."""
    layer = with_weights(nn.Linear(dim, dim), rng)
    x, upstream = (normal(2, steps, dim, rng=rng, dtype=torch.float32) for _ in range(2))
    arguments = {"sizes": [length, dim], "state": state_of(layer), "x": x, "upstream": upstream}
    seen = student.probe(probes.average_on_accelerator, **arguments, **how)
    expected = averages(x, length, layer)
    grads = torch.autograd.grad(expected, [layer.weight, layer.bias], upstream.double())
    return seen, expected.detach(), dict(zip(["weight", "bias"], grads, strict=True))


# Sums of up to eight terms of order 1 in float32, in another order: 1e-6 each.
ALIKE = {"rtol": 1e-5, "atol": 1e-5}


def assert_on_accelerator(seen, expected):
    if seen["device"] != "simgpu":
        raise Mismatch(f"for an x on the accelerator, the result is on {seen['device']!r}")
    assert_close(seen["result"].double(), expected, **ALIKE, what="the result on the accelerator")


@check(
    "device_error",
    weight=2,
    hint="Model.to(device) moves parameters and buffers. Which tensors of this module are neither, or are made later?",
)
def test_same_values_on_the_accelerator(student, rng):
    """On the accelerator, a PastAverage gives the values of the CPU, on the device of x, for every T up to length."""
    for length, steps, dim in [(8, 5, 4), (5, 5, 3), (6, 1, 2)]:
        seen, expected, grads = past_averages(student, rng, length, steps, dim)
        assert_on_accelerator(seen, expected)
        for name, grad in grads.items():
            if seen["gradients"][name] is None:
                raise Mismatch(f"no gradient reaches the {name} of the linear layer on the accelerator")
            found = seen["gradients"][name].double()
            assert_close(found, grad.double(), **ALIKE, what=f"the gradient of the {name}")


@check("device_error", hint="A tensor that forward makes is on the CPU, unless it says where else. Who knows where?")
def test_tensors_made_in_forward(student, rng):
    """What forward makes is on the device of x."""
    seen, expected, _ = past_averages(student, rng, 7, 4, 3, help_with="attributes")
    assert_on_accelerator(seen, expected)


@check("device_error", hint="A tensor that is a plain attribute is no part of the module: what can be one?")
def test_tensors_kept_in_the_module(student, rng):
    """What the module keeps comes to the accelerator, too."""
    seen, expected, _ = past_averages(student, rng, 7, 4, 3, help_with="new tensors")
    assert_on_accelerator(seen, expected)


@check("device_error", weight=0.5, hint="The machine has an accelerator. Does that mean that this x is on it?")
def test_there_and_back(student, rng):
    """The model works on the CPU, then on the accelerator, then on the CPU again: it follows x."""
    seen, expected, _ = past_averages(student, rng, 6, 4, 3, back=True)
    assert_close(seen["before"].double(), expected, **ALIKE, what="the result on the CPU, before")
    assert_on_accelerator(seen, expected)
    assert_close(seen["after"].double(), expected, **ALIKE, what="the result on the CPU, after")
    assert_equal(seen["last device"], "cpu", "the device of the last result")


@check("device_error", weight=0.5, hint="What an optimizer may change is a parameter; what only moves along is not.")
def test_linear_layer_alone_is_learned(student, rng):
    """On the accelerator, too, the parameters are those of the linear layer and no others."""
    dim = integer(3, 6, rng)
    seen, expected, _ = past_averages(student, rng, 6, 4, dim)
    assert_on_accelerator(seen, expected)
    assert_equal(seen["parameters"], dim * dim + dim, "the count of numbers that are learned")


# 12 · late_schedule


def fitted_by_hand(model, batches, lr, kind, epochs):
    """Rates, weights and the rate afterwards of plain SGD on the mean squared error."""
    factors = {
        "halved": lambda e: 0.5**e,
        "stairs": lambda e: 0.1 ** (e // 2),
        "warm-up": lambda e: (e + 1) / 5,
    }[kind]
    twin, rates = copy.deepcopy(model), [lr * factors(epoch) for epoch in range(epochs)]
    for rate in rates:
        for x, y in batches:
            grads = torch.autograd.grad(mean_square(twin(x), y), list(twin.parameters()))
            with torch.no_grad():
                for p, grad in zip(twin.parameters(), grads, strict=True):
                    p -= rate * grad
    return rates, weights_of(twin), lr * factors(epochs)


SCHEDULES = [("halved", 4, 3), ("stairs", 5, 2), ("warm-up", 3, 4)]


def fitted(student, rng, kind, epochs, count):
    model, lr = perceptron(3, 4, 2, rng=rng), 0.01 * integer(2, 9, rng)
    batches = [batch(4, rng) for _ in range(count)]
    arguments = {"model": model, "batches": batches, "criterion": "mse", "lr": lr, "kind": kind, "epochs": epochs}
    return student.probe(probes.fitted, **arguments), fitted_by_hand(model, batches, lr, kind, epochs)


def rates_of(seen, epochs):
    assert_type(seen["rates"], (list, tuple), "the result")
    if len(seen["rates"]) != epochs:
        raise Mismatch(f"the result has {len(seen['rates'])} rates; it must have one for each of {epochs} epochs")
    return [number(rate, "a rate") for rate in seen["rates"]]


@check("late_schedule", hint="Which rate is the optimizer's own, and does any epoch train with it?")
def test_rates_of_the_epochs(student, rng):
    """The rates returned are those with which the epochs were trained; the first is the optimizer's own."""
    for kind, epochs, count in SCHEDULES:
        seen, (rates, _, _) = fitted(student, rng, kind, epochs, count)
        assert_floats(seen["rates"], rates, "the list of rates")


@check("late_schedule", weight=1.5, hint="What must have happened in an epoch before the scheduler may move on?")
def test_weights_follow_the_schedule(student, rng):
    """Every epoch takes one step on every batch, with the rate that is planned for it."""
    for kind, epochs, count in SCHEDULES:
        seen, (_, weights, _) = fitted(student, rng, kind, epochs, count)
        assert_weights(seen["weights"], weights, "after all epochs")


@check("late_schedule", weight=0.5, hint="PyTorch warns when the two come in the wrong order. What is the right one?")
def test_scheduler_moves_on_in_time(student, rng):
    """The scheduler moves on once an epoch, after the epoch's steps, so that PyTorch has nothing to warn of."""
    for kind, epochs, count in SCHEDULES:
        seen, (_, _, after) = fitted(student, rng, kind, epochs, count)
        rates_of(seen, epochs)
        assert seen["warned"] == 0, "PyTorch warns of the order of lr_scheduler.step() and optimizer.step()"
        assert_equal(seen["moved on"], epochs, f"how often the scheduler has moved on after {epochs} epochs")
        assert_close(seen["rate after"], after, what="the optimizer's rate after the last epoch")


# 13 · chance_level


def rows_and_labels(n, shape, rng):
    """Rows of which no two are equal; labels of which some are."""
    x = torch.randperm(n * math.prod(shape), generator=rng).reshape(n, *shape).double()
    return x, classes(n, 4, rng)


def shuffled(student, x, y, seeds, again=1):
    """The pairs (x, y) of every call, and what else happened; each row is with its label."""
    seen = student.probe(probes.shuffled, x=x, y=y, seeds=seeds, again=again)
    calls = [[unpacked(pair, "x", "y") for pair in calls] for calls in seen["found"]]
    labels = {tuple(row.flatten().tolist()): int(label) for row, label in zip(x, y, strict=True)}
    for mine, yours in (pair for pairs in calls for pair in pairs):
        assert_tensor(mine, shape=x.shape, dtype=x.dtype, what="the shuffled x")
        assert_tensor(yours, shape=y.shape, dtype=y.dtype, what="the shuffled y")
        found = [labels.get(tuple(row.flatten().tolist())) for row in mine]
        if None in found:
            raise Mismatch("a row of the shuffled x is none of the rows of x")
        wrong = sum(a != b for a, b in zip(found, yours.tolist(), strict=True))
        if wrong:
            raise Mismatch(f"{wrong} of {len(y)} rows have the label of another row")
    return calls, seen


def orders(calls, x):
    """Which of the old rows is at each new place, for every call."""
    places = {tuple(row.flatten().tolist()): index for index, row in enumerate(x)}
    return [[[places[tuple(row.flatten().tolist())] for row in mine] for mine, _ in pairs] for pairs in calls]


@check("chance_level", weight=2, hint="Follow one row and its label. Who says where each of the two goes?")
def test_rows_keep_their_labels(student, rng):
    """Every row comes once, with its own label, whatever shape a row has."""
    for n, shape in [(40, (3,)), (30, ()), (25, (2, 2, 3))]:
        x, y = rows_and_labels(n, shape, rng)
        calls, _ = shuffled(student, x, y, [integer(0, 10**6, rng)])
        for order in orders(calls, x)[0]:
            assert len(set(order)) == n, "some rows come twice and others not at all"
            # Two orders of 25 rows or more agree by chance with probability 1e-25.
            assert order != list(range(n)), "the rows are in the order in which they came"


@check("chance_level", hint="Which random numbers does your order come from, and what has happened to them before?")
def test_generator_decides(student, rng):
    """Equal seeds give equal orders, other seeds others, and a second call with the same generator another again."""
    x, y = rows_and_labels(30, (2,), rng)
    seed = integer(0, 10**6, rng)
    calls, _ = shuffled(student, x, y, [seed, seed + 1, seed, 0], again=2)
    found = orders(calls, x)
    assert found[0] == found[2], "the same seed gives another order the second time"
    different = {tuple(order) for pair in (found[0], found[1], found[3]) for order in pair}
    assert len(different) == 6, "another seed, or a second call with the same generator, gives the same order again"


@check("chance_level")
def test_every_order_is_possible(student, rng):
    """All the six orders of three rows come up, and none of them more often than the others."""
    x = torch.tensor([[0.0, 5.0], [1.0, 3.0], [2.0, 4.0]])
    y = torch.tensor([1, 0, 2])
    start = integer(0, 10**6, rng)
    calls, _ = shuffled(student, x, y, [start + 7 * i for i in range(300)])
    counts = {}
    for (order,) in orders(calls, x):
        counts[tuple(order)] = counts.get(tuple(order), 0) + 1
    assert all(len(set(order)) == 3 for order in counts), "some rows come twice and others not at all"
    # Of 300 fair orders each comes 50 times. Fewer than 15 or more than 95 of one: below 1e-8.
    assert len(counts) == 6, f"of the six orders of three rows, {len(counts)} came up in 300 calls"
    assert min(counts.values()) >= 15 and max(counts.values()) <= 95, "some orders come up far more often than others"


@check("chance_level", weight=0.5, hint="`generator=` is an argument of PyTorch's random functions.")
def test_nothing_else_changes(student, rng):
    """x, y and the random numbers that all other code uses stay as they were."""
    x, y = rows_and_labels(30, (2,), rng)
    calls, seen = shuffled(student, x, y, [integer(0, 10**6, rng) for _ in range(2)])
    assert_unchanged(seen["x"], x, "your input x")
    assert_unchanged(seen["y"], y, "your input y")
    if seen["moved"]:
        raise Mismatch(f"your function changed {' and '.join(seen['moved'])}, which all other code shares")
    in_place = any(order == list(range(30)) for pair in orders(calls, x) for order in pair)
    assert not in_place, "this could not be judged: the rows are in the order in which they came"


# 14 · too_good


def table(n, d, rng):
    """A table whose columns differ in their mean and their spread."""
    return 3 * normal(d, rng=rng) + (1 + 4 * torch.rand(d, generator=rng, dtype=torch.float64)) * normal(n, d, rng=rng)


def tables(student, train, test):
    return unpacked(student.normalize(train, test), "train", "test")


def normalized(table, train):
    """By columns, in float64, with plain sums."""
    mean = train.sum(0) / len(train)
    return (table - mean) / (((train - mean) ** 2).sum(0) / len(train)).sqrt()


@check("too_good", hint="At the time of training, what do you know of the data to come?")
def test_train_is_normalised(student, rng):
    """Each column of train has mean 0 and population deviation 1, whatever test holds."""
    for n, d, m in [(7, 3, 4), (4, 4, 4), (2, 2, 5)]:
        train, test = table(n, d, rng), 5 + 3 * table(m, d, rng)
        assert_close(tables(student, train, test)[0], normalized(train, train), what="train")


@check("too_good", hint="Test rows are measured with the same ruler as the training rows. Whose is it?")
def test_test_is_measured_by_train(student, rng):
    """test is shifted and scaled by the mean and deviation of train."""
    for n, d, m in [(7, 3, 4), (4, 4, 4), (6, 2, 9)]:
        train, test = table(n, d, rng), 5 + 3 * table(m, d, rng)
        assert_close(tables(student, train, test)[1], normalized(test, train), what="test")


@check("too_good", hint="May the result for one patient depend on who else is in the waiting room?")
def test_row_depends_on_no_other(student, rng):
    """A test row's result is the same alone and beside others."""
    train, test = table(6, 3, rng), 5 + 3 * table(5, 3, rng)
    together = tables(student, train, test)[1]
    assert_tensor(together, shape=(5, 3), what="test")
    for index in (0, 4):
        alone = tables(student, train, test[index : index + 1])[1]
        assert_tensor(alone, shape=(1, 3), what="test of one row")
        same = torch.allclose(alone[0], together[index], rtol=1e-9, atol=1e-10)
        assert same, "a test row's result changes with the rows beside it"
    varied = together.unique().numel() == together.numel()
    assert varied, "this could not be judged: different numbers of test become the same number"


@check("too_good", weight=0.5, effects=True)
def test_tables_unchanged(student, rng):
    """Both results are new tables; the tables that were given keep their values."""
    train, test = table(5, 3, rng), 5 + 3 * table(4, 3, rng)
    before = train.clone(), test.clone()
    scaled, _ = tables(student, train, test)
    assert_unchanged(train, before[0], "the table train")
    assert_unchanged(test, before[1], "the table test")
    assert_tensor(scaled, shape=(5, 3), what="train")
    centred = bool((scaled.mean(0).abs() < 1e-6).all())
    assert centred, "this could not be judged: the columns of train do not have mean 0"


# 15 · tools


def nested(rng):
    """A model whose names have one or two numbers: 0.weight, 1.0.weight, 1.2.weight, 3.weight …"""
    inner = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2, bias=False))
    return with_weights(nn.Sequential(nn.Linear(2, 3), inner, nn.Tanh(), nn.Linear(2, 3)).double(), rng)


def reported(student, model, grads):
    return student.probe(probes.gradients_reported, model=model, grads=grads)


@check("tools", hint="The norm of a tensor of any shape: the root of the sum of all its squares.")
def test_report_of_norms(student, rng):
    """gradient_report gives every parameter's name and the norm of its gradient, a Python float."""
    for model in (nested(rng), perceptron(2, 3, 1, rng=rng), perceptron(3, 2, rng=rng, dtype=torch.float32)):
        grads = gradients_for(model, rng)
        grads[-1] = grads[-1] * 0
        seen = reported(student, model, grads)
        assert_type(seen["report"], dict, "the report")
        assert_equal(sorted(seen["order"]), sorted(seen["names"]), "the list of the report's names")
        for name, grad in zip(seen["names"], grads, strict=True):
            value = seen["report"][name]
            assert_type(value, float, f"the entry of {name}")
            assert_close(value, math.sqrt(float((grad.double() ** 2).sum())), what=f"the entry of {name}")


@check("tools", weight=0.75, hint="No gradient and a gradient of zeros are two findings.")
def test_report_of_missing_gradients(student, rng):
    """gradient_report gives None where there is no gradient; inf and NaN stay what they are."""
    model = nested(rng)
    next(model.parameters()).requires_grad_(False)
    grads = gradients_for(model, rng)
    grads[0], grads[3] = None, None
    grads[1][0], grads[2][0, 0] = math.inf, math.nan
    report = reported(student, model, grads)["report"]
    assert_type(report, dict, "the report")
    values = list(report.values())
    assert_equal(len(values), len(grads), "the number of the report's entries")
    assert values[0] is None and values[3] is None, "a parameter without gradient must have the entry None"
    for index, test in ((1, math.isinf), (2, math.isnan)):
        passed = isinstance(values[index], float) and test(values[index])
        assert passed, "a gradient with inf or NaN in it does not have the norm inf or NaN"
    assert_type(values[4], float, "an entry")


@check("tools", weight=0.5)
def test_report_changes_nothing(student, rng):
    """gradient_report leaves weights and gradients as they are, and its names are in the model's order."""
    model = nested(rng)
    grads = gradients_for(model, rng)
    grads[2] = None
    seen = reported(student, model, grads)
    assert_equal(seen["order"], seen["names"], "the list of the report's names, in order,")
    assert seen["kept"], "the weights of the model have changed"
    for left, before in zip(seen["left"].values(), grads, strict=True):
        if before is None:
            assert left is None, "a parameter without gradient has one after the report"
        else:
            assert_close(left, before, **EXACT, what="a gradient after the report")
    filled = any(isinstance(value, float) and value > 0 for value in seen["report"].values())
    assert filled, "this could not be judged: no entry of the report is a norm"


def finiteness(student, model, spoiled, missing=()):
    return student.probe(probes.finiteness, model=model, spoiled=list(spoiled), missing=list(missing))


def assert_accused(student, model, spoiled, missing=()):
    """A ValueError that names the first of the spoiled parameters, which the model has in that order."""
    seen = finiteness(student, model, spoiled, missing)
    names = [name for name, _ in model.named_parameters()]
    culprit = min((name for name, _, _ in spoiled), key=names.index)
    if not seen["raised"]:
        raise Mismatch(f"the {spoiled[0][1]} of a parameter is not finite, and no ValueError is raised")
    assert "ValueError" in seen["raised"], f"it raised {seen['raised'][0]}; a ValueError is asked for"
    others = [name for name in names if name not in culprit and name in seen["message"]]
    if culprit not in seen["message"]:
        raise Mismatch(f"the message names {'another' if others else 'no'} parameter; it must name the first culprit")


@check("tools", hint="Two tensors of each parameter can hold such numbers.")
def test_values_and_gradients_are_looked_at(student, rng):
    """check_finite raises a ValueError for a NaN or an infinity, in a value or in a gradient."""
    model = nested(rng)
    names = [name for name, _ in model.named_parameters()]
    for what in ("value", "gradient"):
        for bad in (math.nan, math.inf, -math.inf):
            assert_accused(student, model, [(names[integer(0, len(names) - 1, rng)], what, bad)])
    assert finiteness(student, model, [])["raised"] is None, "a ValueError is raised although everything is finite"


@check("tools", weight=0.75, hint="NaN spreads: the first parameter matters, whether it is its value or its gradient.")
def test_first_culprit_is_named(student, rng):
    """check_finite names the first parameter, in the order of named_parameters, that is not finite."""
    model = nested(rng)
    names = [name for name, _ in model.named_parameters()]
    for spoiled in (
        [(names[5], "value", math.nan), (names[2], "gradient", math.nan)],
        [(names[4], "gradient", math.inf), (names[1], "value", math.nan)],
        [(names[6], "value", math.nan), (names[3], "value", math.inf), (names[7], "gradient", math.nan)],
    ):
        assert_accused(student, model, spoiled)


@check("tools", weight=0.5)
def test_sound_models_pass(student, rng):
    """check_finite returns None for a finite model, with or without gradients, and does not look at buffers."""
    model = nested(rng)
    names = [name for name, _ in model.named_parameters()]
    cases = [([], []), ([], names), ([], names[::2]), ([("1.1.running_mean", "value", math.nan)], [])]
    cases.append(([(names[3], "value", 1e200), (names[4], "gradient", -1e200)], []))  # large is not infinite
    for spoiled, missing in cases:
        seen = finiteness(student, model, spoiled, missing)
        if seen["raised"]:
            raise Mismatch(f"for a model whose parameters are finite, it raised {seen['raised'][0]}")
        assert_equal(seen["returned"], None, "the result for a finite model")
    assert_accused(student, model, [(names[3], "gradient", math.nan)], names[:2])


def overfitted(student, model, x, y, criterion="mse", lr=0.1, training=True, **given):
    arguments = {"model": model, "x": x, "y": y, "criterion": criterion, "lr": lr, "training": training}
    return student.probe(probes.overfitted, **arguments, given=given)


def overfitted_by_hand(model, x, y, loss_of, lr, steps, training=True):
    twin, losses = copy.deepcopy(model).train(training), []
    for _ in range(steps):
        loss = loss_of(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad in zip(twin.parameters(), grads, strict=True):
                p -= lr * grad
        losses.append(loss.item())
    return losses, weights_of(twin)


@check("tools", hint="The loop is the usual one. Only the batch is always the same.")
def test_one_batch_is_learned(student, rng):
    """overfit_one_batch takes the steps on this batch that the optimizer would, each with its own gradients."""
    for steps in (1, 7):
        model, (x, y) = perceptron(3, 4, 2, rng=rng), batch(5, rng)
        losses, weights = overfitted_by_hand(model, x, y, mean_square, 0.1, steps)
        seen = overfitted(student, model, x, y, steps=steps)
        assert_floats(seen["losses"], losses, "the list of losses")
        assert_weights(seen["weights"], weights, f"after {steps} step{'s' * (steps > 1)}")


@check("tools", weight=0.5)
def test_criterion_mode_and_default_steps(student, rng):
    """overfit_one_batch uses the criterion, takes 200 steps by default, and leaves the model in its mode."""
    for training in (True, False):
        model = with_batch_norm(3, 5, 3, dropout=0.0, rng=rng)
        x, y = normal(6, 3, rng=rng), classes(6, 3, rng)
        losses, weights = overfitted_by_hand(model, x, y, entropy, 0.05, 4, training)
        seen = overfitted(student, model, x, y, "cross-entropy", 0.05, training, steps=4)
        mode = "train" if training else "eval"
        if seen["mode"] != mode:
            raise Mismatch(f"the model came in {mode} mode and does not leave in {mode} mode")
        assert_floats(seen["losses"], losses, "the list of losses")
        assert_weights(seen["weights"], weights, "after four steps")
    model, (x, y) = perceptron(3, 4, 2, rng=rng), batch(5, rng)
    seen = overfitted(student, model, x, y, lr=1e-3)
    assert_type(seen["losses"], list, "the list of losses")
    assert_equal(len(seen["losses"]), 200, "the number of losses without a number of steps")
    seen = overfitted(student, model, x, model(x).detach(), steps=6)  # nothing is left to learn
    assert_type(seen["losses"], list, "the list of losses")
    assert_equal(len(seen["losses"]), 6, "the number of losses of 6 steps on a batch that the model knows by heart")


WORDS = ("healthy", "exploding", "vanishing", "not-learning", "nan")


def around(center, count, rng, spread=0.005):
    """Numbers near the center, whose median is within the spread of it."""
    return [center * (1 + spread * (2 * float(u) - 1)) for u in torch.rand(count, generator=rng)]


def trace(starts, ends, n, rng):
    """A list of n numbers: its first and last quarters are near two numbers, and between them it falls or rises."""
    q = n // 4
    middle = torch.logspace(math.log10(starts), math.log10(ends), n - 2 * q + 2, dtype=torch.float64)[1:-1].tolist()
    return [*around(starts, q, rng), *middle, *around(ends, q, rng)]


def assert_diagnosed(student, cases):
    """Each (word, losses, norms) gets its word; no message says which one is wrong where."""
    seen = student.probe(probes.diagnosed, traces=[[losses, norms] for _, losses, norms in cases])
    for word, (expected, _, _) in zip(seen["words"], cases, strict=True):
        assert_type(word, str, "the diagnosis")
        if word not in WORDS:
            raise Mismatch(f"the diagnosis is none of the five words {', '.join(WORDS)}")
        if word != expected:
            raise Mismatch("a run is diagnosed wrongly")
    assert seen["changed"] == 0, "the lists that were given have changed"


LENGTHS = (8, 9, 12, 16, 23, 40)


@check("tools", hint="The first rule that holds decides; compare the ends of both lists with their starts.")
def test_plain_runs(student, rng):
    """diagnose tells healthy runs from those that do not learn, explode, vanish or hold NaN."""
    for n in LENGTHS:
        falling, flat, steady = trace(2.0, 0.2, n, rng), trace(2.3, 2.3, n, rng), trace(1.0, 0.7, n, rng)
        broken = [*falling[:-1], math.nan]
        assert_diagnosed(
            student,
            [
                ("healthy", falling, steady),
                ("not-learning", flat, steady),
                ("vanishing", flat, trace(1e-2, 1e-8, n, rng)),
                ("exploding", falling, trace(1.0, 1e4, n, rng)),
                ("nan", broken, steady),
            ],
        )


@check("tools", weight=0.75, hint="Which rule comes first, and which one has two conditions?")
def test_order_of_the_rules(student, rng):
    """Where several rules would fit, diagnose obeys the first; a rule with two conditions needs both."""
    for n in LENGTHS:
        falling, flat, rising = trace(2.0, 0.2, n, rng), trace(2.3, 2.3, n, rng), trace(2.0, 9.0, n, rng)
        steady = trace(1.0, 0.7, n, rng)
        position = integer(0, n - 1, rng)
        holed = [*steady[:position], math.inf, *steady[position + 1 :]]
        flipped = [*falling[:position], math.inf, *falling[position + 1 :]]
        late = [*trace(1.0, 1e4, n, rng)[:-1], math.nan]
        assert_diagnosed(
            student,
            [
                ("exploding", flat, trace(1.0, 1e4, n, rng)),
                ("exploding", rising, trace(1e-9, 5e-6, n, rng)),
                ("healthy", falling, trace(1e-2, 1e-8, n, rng)),
                ("not-learning", rising, steady),
                ("nan", flat, holed),
                ("nan", flipped, trace(1e-2, 1e-8, n, rng)),
                ("nan", falling, late),
                ("healthy", falling, trace(1.0, 50.0, n, rng)),
                ("not-learning", trace(2.0, 1.97, n, rng), trace(1.0, 1e-4, n, rng)),
                ("healthy", trace(2.0, 1.8, n, rng), steady),
            ],
        )


@check("tools", weight=0.25, hint="May a norm be 0? And what does `more than` say of the number itself?")
def test_norms_of_zero_and_limits(student, rng):
    """diagnose copes with norms of 0, and takes `more than` at its word."""
    for n in LENGTHS:
        q, zeros = n // 4, [0.0] * n
        falling, flat = trace(2.0, 0.2, n, rng), trace(2.3, 2.3, n, rng)
        assert_diagnosed(
            student,
            [
                ("vanishing", flat, zeros),
                ("healthy", falling, zeros),
                ("exploding", falling, [*zeros[:-q], *around(1e-3, q, rng)]),
                ("exploding", falling, trace(1e-9, 3e-7, n, rng)),
                ("healthy", falling, [*[2.0] * (n - q), *[200.0] * q]),
                ("healthy", [*[20.0] * (n - q), *[19.0] * q], [1.0] * n),
            ],
        )


@check(
    "tools",
    weight=0.75,
    hint="A median is no mean, and of an even number of entries it is between the middle two.",
)
def test_medians_of_the_quarters(student, rng):
    """diagnose compares medians of the first and the last quarter: neither single entries nor means count."""
    for n in (12, 13, 20, 22):  # quarters of 3 and 5 entries: one outlier in each
        q = n // 4
        ones = around(1.0, n, rng)
        spiked = [*ones[:-1], 1e6]
        falling = trace(2.0, 0.2, n, rng)
        relapsed = [*falling[:-1], 500.0]
        unlucky = [1e-3, *falling[1:]]
        assert_diagnosed(
            student, [("healthy", falling, spiked), ("healthy", relapsed, ones), ("healthy", unlucky, ones)]
        )
        lucky = [*around(2.3, n - q, rng), *around(2.3, q - 1, rng), 0.01]
        assert_diagnosed(student, [("not-learning", lucky, ones)])
    for n in (8, 16):  # quarters of 2 and 4 entries: the middle two differ
        q = n // 4
        ends = [1.0, 2.6] if q == 2 else [0.9, 1.0, 2.6, 2.7]
        losses = [*[1.5] * (n - q), *ends]  # median 1.8
        assert statistics.median(ends) == 1.8
        assert_diagnosed(student, [("not-learning", losses, around(1.0, n, rng))])
        losses = [*ends, *[1.5] * (n - q)]  # from a median of 1.8 to one of 1.5
        assert_diagnosed(student, [("healthy", losses, around(1.0, n, rng))])
        losses = [*ends, *[1.9] * (n - q)]  # from a median of 1.8 to one of 1.9: the upper of the middle two is 2.6
        assert_diagnosed(student, [("not-learning", losses, around(1.0, n, rng))])
    for n in (10, 11):  # a quarter has 2 entries; the third one would turn the median over
        losses = [3.0, 1.0, 0.9, *[1.2] * (n - 3)]
        assert_diagnosed(student, [("healthy", losses, around(1.0, n, rng))])


# Quiz


def assert_answered(student, question, letter):
    answer = student.probe(probes.quiz_answer, question=question)
    if answer is None:
        raise Mismatch(f'there is no answer to "{question}" in a dictionary named answers')
    assert_type(answer, str, f"the answer to {question}")
    right = answer == letter
    assert right, "this is not the right answer"


@check("quiz")
def test_question_1(student):
    """Question 1: a first loss."""
    assert_answered(student, "q1", "c")


@check("quiz")
def test_question_2(student):
    """Question 2: the quickest experiment."""
    assert_answered(student, "q2", "b")


@check("quiz")
def test_question_3(student):
    """Question 3: a gradient that is None."""
    assert_answered(student, "q3", "d")


@check("quiz")
def test_question_4(student):
    """Question 4: NaN for ever after."""
    assert_answered(student, "q4", "a")


@check("quiz")
def test_question_5(student):
    """Question 5: what the curves do not show."""
    assert_answered(student, "q5", "c")
