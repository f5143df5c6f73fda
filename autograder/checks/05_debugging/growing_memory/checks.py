"""Hidden checks of growing_memory."""

import copy

import torch

from autograder.expect import Mismatch, assert_equal, assert_type, check

from ..common import assert_floats, assert_mode, assert_surroundings, assert_weights, normal, perceptron, weights_of
from ..modes import assert_asked_in_its_mode
from . import probes


def stepped_by_hand(model, x, y, batch_size, lr, momentum):
    """One step of SGD on the mean squared error of each batch."""
    twin, losses = copy.deepcopy(model), []
    velocities = [torch.zeros_like(p) for p in twin.parameters()]
    for inputs, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
        loss = ((twin(inputs) - targets) ** 2).mean()
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad, velocity in zip(twin.parameters(), grads, velocities, strict=True):
                velocity.mul_(momentum).add_(grad)
                p -= lr * velocity
        losses.append(loss.item())
    return weights_of(twin), losses


def stepped_in_a_line(model, x, y, batch_size, lr):
    """The losses of the same steps, of a linear layer; by its formula, since a thousand by autograd take long."""
    layer = copy.deepcopy(model).requires_grad_(False)
    weight, bias, losses = layer.weight, layer.bias, []
    for inputs, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
        error = inputs @ weight.t() + bias - targets
        slope = 2 * error / error.numel()
        losses.append(float((error**2).mean()))
        weight -= lr * slope.t() @ inputs
        bias -= lr * slope.sum(0)
    return losses


def history(student, rng, count, once=False, training=True, momentum=0.0, outputs=2, size=1.0, known=0):
    """What became of `count` batches, of which the last one is smaller than the others; y is of the given size.

    Of the first `known` batches, y is what the model says already: there is no gradient in them.
    """
    model, lr = perceptron(3, 4, outputs, rng=rng).train(training), 0.05 / size
    n = 4 * count - 3
    x, y = normal(n, 3, rng=rng), size * normal(n, outputs, rng=rng)
    y[: 4 * known] = model(x[: 4 * known]).detach()
    how = {"batch_size": 4, "lr": lr, "momentum": momentum}
    weights, losses = stepped_by_hand(model, x, y, **how)
    seen = student.probe(probes.history_of, model=model, x=x, y=y, **how, once=once, training=training)
    return seen, weights, losses


def long_history(student, rng, count, counting):
    """What became of many batches, two rows each, of a linear layer; and how to find what is right for them."""
    model, x, y = perceptron(3, 2, rng=rng)[0], normal(2 * count, 3, rng=rng), normal(2 * count, 2, rng=rng)
    how = {"model": model, "x": x, "y": y, "batch_size": 2, "lr": 0.05}
    return student.probe(probes.history_of, **how, counting=counting), how


def assert_freed(seen):
    if seen["after"] > 3:
        raise Mismatch(
            f"after the call, {seen['after']} graphs are still in memory",
            mistake="What is left after the call, such as the history, holds on to graphs.",
        )


@check(
    "growing_memory",
    weight=2,
    hint="A tensor that requires grad holds on to the whole graph behind it. Who keeps such tensors, and how long?",
    alone=False,
)
def test_graphs_are_freed(student, rng):
    """While it runs, the graphs of the latest steps alone are alive, however many batches there are."""
    crowded = []
    for count in (12, 60, 420):  # the last one for what is kept only now and then
        if crowded and count > 60:
            break
        seen, _ = long_history(student, rng, count, counting=True)
        attempted = seen["calls"] >= count
        assert attempted, f"this could not be judged: for {count} batches, the model was called {seen['calls']} times"
        assert_type(seen["history"], list, "the history")
        if count <= 60:  # whether it holds the losses of more is judged below
            assert_equal(len(seen["history"]), count, "the length of the history")
        # Two graphs are alive where a loop's variables keep the last one until the next is there.
        if seen["during"] > 3:
            crowded.append((count, seen["during"]))
        elif not crowded:
            assert_freed(seen)
    if crowded:
        count, held = crowded[0]
        without_end = [held > count / 2 for count, held in crowded][-1]
        raise Mismatch(
            f"after {count} batches, {held} graphs were in memory at the same time",
            shows=without_end,
            mistake="Something holds tensors of many steps, and with each of them the graph that it came from.",
        )


@check("growing_memory", hint="What kind of object is an entry of the history, and what does it bring with it?")
def test_history_of_floats(student, rng):
    """The history is a list of Python floats: the loss of each batch before its step, however many there are."""
    # Where a row has one number only, (N,) and (N, 1) can be taken for each other.
    for count, momentum, outputs in ((9, 0.0, 2), (7, 0.9, 2), (1, 0.0, 2), (6, 0.0, 1)):
        seen, weights, losses = history(student, rng, count, momentum=momentum, outputs=outputs)
        assert_floats(seen["history"], losses, "the history")
        assert_weights(seen["weights"], weights, "after all steps")
    seen, weights, _ = history(student, rng, 5, size=1e4)  # with gradients as large
    assert_weights(seen["weights"], weights, "after steps with large gradients")
    seen, how = long_history(student, rng, 1010, counting=False)  # more than any "last 1,000 of them"
    assert_floats(seen["history"], stepped_in_a_line(**how), "the history of many batches", rtol=1e-6)
    assert_nothing_is_passed_over(student, rng)


def assert_nothing_is_passed_over(student, rng):
    """A batch with an infinite loss has its step and its entry, too. Who stops there with an error hides nothing."""
    model = perceptron(3, 4, 2, rng=rng)
    batches = [(normal(4, 3, rng=rng), normal(4, 2, rng=rng)) for _ in range(4)]
    first = ((model(batches[0][0]) - batches[0][1]) ** 2).mean().item()
    batches[1][1][2, 0] = torch.inf
    seen = student.probe(probes.history_or_an_error, model=model, batches=batches, lr=0.05)
    if seen is None:
        return
    assert_type(seen["history"], list, "the history")
    stepped = not all(value.isfinite().all() for value in seen["weights"].values())
    if len(seen["history"]) != len(batches) or not stepped:
        raise Mismatch(
            "with an infinite loss among them, not every batch has its step and its entry in the history",
            mistake="A batch whose loss is infinite or NaN is passed over. A step and an entry are asked for on each, "
            "and the history is where somebody will look for it.",
        )
    assert_floats(seen["history"][:2], [first, float("inf")], "the history up to an infinite loss")


@check("growing_memory", weight=0.5)
def test_batches_that_come_once(student, rng):
    """Batches may come from a generator, which can be gone through once; the model stays in the mode it came in."""
    for training in (True, False):
        # One batch alone has a gradient, so that what adds up from batch to batch costs its share above, and once.
        seen, weights, losses = history(student, rng, 6, once=True, training=training, known=5)
        assert_type(seen["history"], list, "the history")
        assert_equal(len(seen["history"]), len(losses), "the length of the history")
        # Values, types and the graphs while it runs are judged above; but a history of graphs is no repair.
        assert_freed(seen)
        assert_weights(seen["weights"], weights, "after all steps")
        assert_mode(seen, training)
        assert_asked_in_its_mode(seen, training)
        assert_surroundings(seen)
