"""What the checks of several exercises of 04_training share."""

import copy
import math
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_type, decisive

from . import common_probes

EXACT = {"rtol": 0, "atol": 0}


@contextmanager
def asking(question):
    """What to ask where a value inside is wrong; not where something else kept the check from looking at it."""
    __tracebackhide__ = True
    try:
        with decisive():
            yield
    except AssertionError as problem:
        text = str(problem)
        text += "" if text.endswith((".", "?")) else "."
        raise Mismatch(f"{text} {question}", mistake=getattr(problem, "mistake", None)) from None


OTHER_LAYERS = "Some layers compute something else in training than in evaluation."
SHARES = "A batch of 1 and a batch of 4: how much should each loss weigh?"


def unpacked(result, *names):
    """The parts of a returned tuple, one for each name."""
    assert_type(result, (tuple, list), f"the result ({', '.join(names)})")
    if len(result) != len(names):
        raise Mismatch(f"the result has {len(result)} items; it must have {len(names)}: {', '.join(names)}")
    return result


def number(value, what):
    """A returned number as a float. A tensor of one element will do here; another check looks at the type."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return float(value.detach())
    assert_type(value, (float, int, np.number), what)
    return float(value)


def numbers(values, what):
    """A returned list of numbers as floats."""
    assert_type(values, (list, tuple), what)
    return [number(value, f"{what}[{index}]") for index, value in enumerate(values)]


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shape, rng, dtype=torch.float64):
    return torch.randn(shape, generator=rng, dtype=dtype)


def state_of(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def assert_state(actual, expected, what, **tolerance):
    """Weights and buffers by name. Order of summation changes the last digits of float64; no mistake is that small."""
    for name, value in expected.items():
        assert_close(actual[name], value, what=f"{name} of the model {what}", **tolerance)


def perceptron(*sizes, dtype=torch.float64):
    layers = [part for a, b in pairwise(sizes) for part in (nn.Linear(a, b), nn.Tanh())]
    return nn.Sequential(*layers[:-1]).to(dtype)


def with_batch_norm_and_dropout(inputs, classes, dropout=0.3):
    """BatchNorm makes the bias before it a bystander, so that layer has none."""
    layers = [
        nn.Linear(inputs, 8, bias=False),
        nn.BatchNorm1d(8),
        nn.ReLU(),
        nn.Dropout(dropout),
        nn.Linear(8, classes),
    ]
    return nn.Sequential(*layers).double()


def of_every_depth(dropout):
    """Models that compute something else in training, and their inputs: by parts, by parts of parts, and by none."""
    deep = nn.Sequential(nn.Sequential(with_batch_norm_and_dropout(5, 3, dropout)))
    return [(with_batch_norm_and_dropout(5, 3, dropout), 5), (deep, 5), (nn.BatchNorm1d(3).double(), 3)]


def classification(count, features, classes, rng):
    """Points and labels that can be learned, but not at once."""
    x = normal(count, features, rng=rng)
    scores = x @ normal(features, classes, rng=rng) + 0.3 * normal(count, classes, rng=rng)
    return x, scores.argmax(1)


def pictures(count, rng):
    """Small images of one channel, and labels of three classes."""
    x, y = classification(count, 36, 3, rng)
    return x.reshape(count, 1, 6, 6), y


def convolutional():
    """A model for them, which takes no other shape."""
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.Tanh(), nn.Flatten(), nn.Linear(32, 3)).double()


def with_an_infinite_loss(rng):
    """A model and 12 samples: all logits are finite, and the last sample's loss is not."""
    x, y = classification(12, 5, 3, rng)
    x[-1], y[-1], model = torch.tensor([1.2e308, 0, 0, 0, 0], dtype=torch.float64), 1, perceptron(5, 3)
    with torch.no_grad():
        model[0].weight[:, 0] = torch.tensor([1.0, -1.0, 0.0])
    return model, x, y


def assert_not_left_out(result, model, x, y):
    """An infinite loss in the last batch of 4 makes the mean infinite (NaN, where it is corrected batch by batch), and
    its sample counts.

    Who stops there with an error leaves nothing out.
    """
    if result == "stopped":
        return
    loss, accuracy = unpacked(result, "mean_loss", "accuracy")
    if math.isfinite(number(loss, "mean_loss")):
        others = losses_and_hits(model, x[:-4], y[:-4], nn.CrossEntropyLoss())[0]
        left_out = any(math.isclose(number(loss, "mean_loss"), others * share) for share in (1, 1 - 4 / len(x)))
        raise Mismatch(
            "the loss of one batch is infinite, and mean_loss is finite. It is the mean over all samples",
            mistake="A batch whose loss is not finite is left out of the mean."
            if left_out
            else "A finite number takes the place of a loss that is infinite, as where losses are cut off at a limit.",
        )
    expected = losses_and_hits(model, x, y, nn.CrossEntropyLoss())[1]
    assert_close(number(accuracy, "accuracy"), expected, what="accuracy where one loss is infinite")


def told_by_the_criterion(notes):
    """What a criterion's own calls tell about a wrong result, as a message and as what is established; or None."""
    if not notes:
        text = "the criterion that was given was not asked"
        return text, "The criterion that is given is not asked: another loss stands in its place."
    if not all(note["whole"] for note in notes):
        text = "the criterion was not given the labels, but other targets"
        return text, "The criterion is given something else than the labels, such as softened ones."
    if 0.0 in [note["back"] for note in notes]:
        return (
            "of a loss that the criterion returned, nothing came back to the weights",
            "Of a loss that the criterion returns, nothing reaches the weights, as where it is cut off at a limit.",
        )
    return None, None


def ragged(rng):
    """13 samples in batches of 4: the last is alone, and a hard one."""
    x, y = classification(13, 5, 3, rng)
    x[-1] *= 30
    return x, y


def losses_and_hits(model, x, y, criterion):
    """The loss over samples and the share right in eval mode, all at once."""
    with torch.no_grad():
        logits = copy.deepcopy(model).eval()(x)
    return float(criterion(logits, y)), float((logits.argmax(1) == y).double().mean())


def assert_moved(student, name, rng):
    x, y = classification(8, 5, 3, rng)
    seen = student.probe(common_probes.devices_of_batches, name=name, model=perceptron(5, 3), x=x, y=y, batch_size=4)
    assert_equal(seen["inputs"], "meta", "the device of the inputs that the model is given")
    if seen["targets"] is not None:
        assert_equal(seen["targets"], "meta", "the device of the targets that the criterion is given")


TWO_UNITS = (
    "The network ends in two units, one for each class, as for cross-entropy. One logit is asked for, which is above 0 "
    "where the answer is yes."
)


def logits_of(model, inputs, shape):
    with torch.no_grad():
        logits = model.eval()(inputs)
    if shape == (len(inputs), 1) and isinstance(logits, torch.Tensor) and logits.shape == (len(inputs), 2):
        raise Mismatch(
            f"what the model returns has shape {tuple(logits.shape)}; it must have shape {shape}",
            mistake=TWO_UNITS,
            about_form=True,
        )
    assert_tensor(logits, shape=shape, what="what the model returns")
    return logits


def assert_each_alone(model, inputs, outputs):
    """What the model makes of an input does not depend on the others in the batch: it is the same for one alone."""
    together, again = (logits_of(model, inputs, (len(inputs), outputs)) for _ in range(2))
    if not torch.allclose(together, again, rtol=1e-3, atol=1e-3):
        raise Mismatch(
            "asked twice about the same inputs in eval mode, the model returns different logits",
            mistake="In eval mode, too, the model draws random numbers: dropout that `eval` does not switch off.",
        )
    alone = torch.cat([logits_of(model, one[None], (1, outputs)) for one in inputs])
    # Sums in another order change the last digits of float32; logits are of size 1 to 100.
    if not torch.allclose(together, alone, rtol=1e-3, atol=1e-3):
        raise Mismatch(
            "what the model returns for an input depends on the others that are in the batch with it",
            mistake="What the model returns for an input depends on the others in its batch, also in eval mode.",
        )


def assert_settings_left(changed):
    """Rule 2 of the notebook, for what all code shares and what belongs to a model. Random numbers may be used here."""
    changed = [name for name in changed if "random state" not in name]
    if changed:
        what = " and ".join(changed)
        raise Mismatch(
            f"your code changed {what}, and left it so for all other code",
            mistake=f"Your code changes {what}, and all other code goes on with that.",
        )


def assert_settings_left_by(student, name, *arguments):
    """What all code shares is as it was before the calls in this check, and after one more."""
    assert_settings_left(student.globals_changed())
    assert_settings_left(student.probe(common_probes.settings_left, name=name, arguments=list(arguments)))
