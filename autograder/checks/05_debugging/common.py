"""What the checks of several exercises of 05_debugging share."""

import copy
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, assert_unchanged, mistakes

from . import common_probes

EXACT = {"rtol": 0, "atol": 0}
CUT_OFF = "the loss does not require grad: nothing connects it with the model's weights"


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
    first, floats = expected[: len(values)], all(isinstance(value, float) for value in values)
    if floats and 0 < len(values) < len(expected) and np.allclose(values, first, rtol=1e-5):
        early = f"{what[0].upper()}{what[1:]} is right as far as it goes, and its last entries are missing."
        raise Mismatch(f"the length of {what} is wrong", shows=len(values), mistake=early)
    assert_equal(len(values), len(expected), f"the length of {what}")
    for value in values:
        assert_type(value, float, f"an entry of {what}")
    actual, right = ([number(one, what) for one in several] for several in (values, expected))
    assert_close(torch.tensor(actual).double(), torch.tensor(right).double(), what=what, **tolerance)


def assert_weights(actual, expected, what, mistake=None):
    """Weights by name, in the model's own order."""
    for name, value in expected.items():
        assert_close(actual[name], value, what=f"{name} {what}", mistake=mistake)


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shape, rng, dtype=torch.float64):
    return torch.randn(shape, generator=rng, dtype=dtype)


def in_whole_numbers(n, d_in, d_out, rng):
    """A linear layer and n rows for it, in float64, whose outputs are exact to the last bit in any order of sums."""
    model, x = nn.Linear(d_in, d_out).double(), torch.randint(-9, 9, (n, d_in), generator=rng).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randint(1, 9, parameter.shape, generator=rng))
    return model, x


def perceptron(*sizes, rng, dtype=torch.float64, bent=False):
    """A network with weights of the check. The backward pass of one `bent` at the end needs its answer as it was."""
    layers = [part for a, b in pairwise(sizes) for part in (nn.Linear(a, b), nn.Tanh())]
    return with_weights(nn.Sequential(*layers[: None if bent else -1]).to(dtype), rng)


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


def assert_gradients(seen, expected, **tolerance):
    """backward of the loss gives every parameter its gradient."""
    if not seen["requires grad"]:
        raise Mismatch(CUT_OFF, mistake=mistakes.no_gradient("the model's weights"))
    assert_all_reached(seen)
    for name, grad in expected.items():
        assert_close(seen["gradients"][name], grad, what=f"the gradient of {name}", **tolerance)


def assert_all_reached(seen):
    missing = sum(grad is None for grad in seen["gradients"].values())
    if missing:
        text = f"after backward, {missing} of {len(seen['gradients'])} parameters of the model have no gradient"
        raise Mismatch(text, mistake=mistakes.no_gradient("weights of the model"))


def assert_direction(seen, expected):
    """backward of the loss gives the model's gradients, up to a factor: a wrong value costs its share elsewhere."""
    if not seen["requires grad"]:
        raise Mismatch(CUT_OFF, mistake=mistakes.no_gradient("the model's weights"))
    assert_all_reached(seen)
    actual, right = (torch.cat([grads[name].flatten().double() for name in expected])
                     for grads in (seen["gradients"], expected))  # fmt: skip
    size = actual.norm()
    actual = actual / size if size > 0 else actual
    assert_close(actual, right / right.norm(), rtol=1e-5, atol=1e-6, what="the direction of the gradients")


def entropy(logits, y):
    return -logits.log_softmax(1)[range(len(y)), y].mean()


def measured(student, name, model, x, *others, training=True, grads=None):
    """What a function that evaluates a model returns, and what it leaves behind."""
    grads = [None] * len(list(model.parameters())) if grads is None else grads
    arguments = {"name": name, "model": model, "x": x, "others": list(others), "training": training, "grads": grads}
    return student.probe(common_probes.measured, **arguments)


def assert_evaluated(seen, what="partly in training mode"):
    """The model was in eval mode when it was asked: without that, other sides cannot be judged."""
    if seen[what]:
        raise Mismatch(
            "the model is asked in training mode, where its answers depend on chance and on each other",
            mistake="While the model is asked, it is in training mode, or parts of it are. `model.eval()` switches "
            "every part, whatever kind it is of.",
        )


def assert_gradients_as_before(seen):
    """Gradients are on for a caller who has them on, and off for one who has switched them off."""
    if not seen["gradients on"]:
        raise Mismatch(
            "after the call, gradients are switched off for all other code",
            mistake="Gradients are switched off for all code, and not on again: `with torch.no_grad():` does both.",
        )
    if not seen["gradients stay off"]:
        raise Mismatch(
            "gradients were switched off before the call, and are on after it",
            mistake="Gradients are switched on for all code, also for a caller who had switched them off.",
        )


def assert_mode(seen, training):
    """The model leaves in the mode in which it came, with all of its parts."""
    mode = "train" if training else "eval"
    if seen["mode"] != mode:
        raise Mismatch(
            f"the model came in {mode} mode and does not leave in {mode} mode",
            shows=seen["mode"],
            mistake="The model, or a part of it, is in another mode after the call than before.",
        )


def assert_left_alone(seen, model, grads):
    for name, value in model.state_dict().items():
        assert_unchanged(seen["state"][name], value, f"{name} of the model")
    before, after = seen["trainable"]
    if before != after:
        raise Mismatch(
            "other parameters of the model require grad than before",
            shows=after,
            mistake="The call changes which parameters of the model can be trained, and does not put that back.",
        )
    for (name, grad), before in zip(seen["gradients"].items(), grads, strict=True):
        if grad is None:
            raise Mismatch(f"the .grad of {name} is gone after the call", mistake=mistakes.grad_gone("the model"))
        assert_close(grad, before, **EXACT, what=f"the .grad of {name} after the call")
    assert_surroundings(seen)


def assert_surroundings(seen):
    """Inputs, the seed and PyTorch's settings are as they were: rule 2 of the notebook."""
    if seen["changed"]:
        what = " and ".join(seen["changed"])
        raise Mismatch(
            f"your code changed {what}; it was asked to change nothing of that kind",
            mistake=f"Your code changes {what}, and its caller goes on with that.",
        )


def loss_seen(student, name, model, x, y, **given):
    return student.probe(common_probes.loss_and_gradients, name=name, model=model, x=x, y=y, given=given)


def assert_shared_unchanged(changed):
    """Random numbers and settings, which all code shares, are as they were."""
    if changed:
        what = " and ".join(changed)
        raise Mismatch(
            f"your function changed {what}, and left it so for all other code",
            mistake=f"Your function changes {what}, and all other code goes on with that.",
        )


def mean_square(predictions, y):
    return ((predictions - y) ** 2).mean()


def uneven(predictions, y):
    """As the probes' criterion of that name: too little costs twice as much as too much."""
    over = predictions - y
    return torch.where(over > 0, over, -2 * over).mean()


def batch(n, rng, size=1.0):
    return normal(n, 3, rng=rng), size * normal(n, 2, rng=rng)
