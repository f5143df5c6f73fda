"""What the checks of several exercises of 04_training share."""

import copy
import gzip
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path

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
        raise Mismatch(f"{text}{'' if text.endswith(('.', '?')) else '.'} {question}") from None


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


def classification(count, features, classes, rng):
    """Points and labels that can be learned, but not at once."""
    x = normal(count, features, rng=rng)
    scores = x @ normal(features, classes, rng=rng) + 0.3 * normal(count, classes, rng=rng)
    return x, scores.argmax(1)


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


def logits_of(model, inputs, shape):
    with torch.no_grad():
        logits = model.eval()(inputs)
    assert_tensor(logits, shape=shape, what="what the model returns")
    return logits


HIDDEN = Path(__file__).parent / "hidden"


@cache
def hidden(name):
    """Images (2000, 1, 28, 28) and labels that students never see."""
    parts = []
    for kind in ("images-idx3", "labels-idx1"):
        data = gzip.decompress((HIDDEN / name / f"t10k-{kind}-ubyte.gz").read_bytes())
        shape = np.frombuffer(data, ">u4", count=data[3], offset=4).astype(int)
        parts.append(np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape))
    images = torch.from_numpy(parts[0].astype(np.float32) / 255)[:, None]
    return images, torch.from_numpy(parts[1].astype(np.int64))


def in_some_order(name, rng):
    order = torch.randperm(len(hidden(name)[1]), generator=rng)
    return [part[order] for part in hidden(name)]


def trained_network(student, name, data, seed, count=None):
    model = student.probe(common_probes.model_trained, name=name, data=data, seed=seed, count=count)
    assert_type(model, nn.Module, "the result")
    return model


def hidden_accuracy(model, data, rng, moved=False):
    """The share of hidden images that are classified right; labels stay here.

    A grey level more or less here and there, which no eye and no network minds, makes every image one that nobody has
    seen, so a table of known images does not help; nor do known answers, as the images come in another order.
    """
    images, labels = in_some_order(data, rng)
    images = (images + torch.randint(-1, 2, images.shape, generator=rng) / 255).clamp(0, 1)
    if moved:
        images = images.roll((1, 1), (2, 3))
    accuracy = float((logits_of(model, images, (len(images), 10)).argmax(1) == labels).double().mean())
    # Whoever keeps the training images in a drawer and compares has learned nothing: no weights, no answer.
    from_weights = is_blank_without_weights(model, images[:50])
    assert from_weights, "with all its parameters at 0 the model still tells images apart: by something else"
    return accuracy


def is_blank_without_weights(model, images):
    """Whether all images get the same logits once every parameter is 0; the model is of no use afterwards."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    logits = logits_of(model, images, (len(images), 10))
    return not bool((logits - logits[0]).abs().max() > 1e-4)  # NaN, from a division by a norm of 0, tells nothing apart


def mean_accuracy(student, rng, name, data, seeds=1, moved=False):
    models = (trained_network(student, name, data, integer(0, 10**6, rng)) for _ in range(seeds))
    return sum(hidden_accuracy(model, data, rng, moved) for model in models) / seeds


def assert_size(model, most, sides, forbidden, what):
    """At most so many parameters, and weights of the right kind."""
    count = sum(parameter.numel() for parameter in model.parameters())
    if not 0 < count <= most:
        raise Mismatch(f"the model has {count:,} parameters; it must have some, and at most {most:,}")
    kinds = {parameter.ndim for parameter in model.parameters()}
    if sides not in kinds or forbidden in kinds:
        raise Mismatch(what)


def small_model(student, rng, name):
    """A network trained on some of the clothes, to look at its shape."""
    model = trained_network(student, name, "fashion", integer(0, 10**6, rng), count=600)
    images, labels = in_some_order("fashion", rng)
    logits = logits_of(model, images[:100], (100, 10))
    assert_learned(logits, labels[:100])
    assert_no_probabilities(logits)
    return model


def assert_no_probabilities(logits):
    """Of a network that has learned something, logits lie on both sides: cross-entropy sees to that."""
    if bool(((logits >= 0) & (logits <= 1)).all()):
        raise Mismatch(
            "all numbers that the model returns lie between 0 and 1, as probabilities do; it must return logits"
        )


def assert_learned(logits, labels):
    """Enough of an answer for another side of it to be judged: 600 images give far more, and guessing gives 0.1."""
    learned = float((logits.argmax(1) == labels).double().mean()) >= 0.3
    assert learned, "this could not be judged: trained on 600 images, the network has not learned anything"


def assert_settings_left(changed):
    """Rule 2 of the notebook, for what all code shares. Its random numbers may be used here."""
    changed = [name for name in changed if "random state" not in name]
    if changed:
        raise Mismatch(f"your code changed {' and '.join(changed)}, which all other code shares")


def assert_arguments_unchanged(student, rng, name):
    seed = integer(0, 10**6, rng)
    seen = student.probe(common_probes.arguments_after_training, name=name, data="mnist", seed=seed, count=600)
    for what in ("images", "labels"):
        changed = seen[what]
        if changed["kind"] != changed["was"]:
            raise Mismatch(f"the tensor of {what} has another shape, dtype or requires_grad after the call")
        if changed["values"]:
            raise Mismatch(f"{changed['values']:,} values of the tensor of {what} are different after the call")
    assert_tensor(seen["logits"], shape=(50, 10), what="what the model returns")
    assert_learned(seen["logits"], seen["given labels"])
    assert_settings_left(seen["settings"])


def assert_repeatable(student, rng, name):
    seed = integer(0, 10**6, rng)
    seen = student.probe(common_probes.image_logits_twice, name=name, data="mnist", seed=seed, count=600)
    one, other = seen["logits"]
    assert_tensor(one, shape=(50, 10), what="what the model returns")
    assert_learned(one, seen["labels"])
    with asking("Initial weights, shuffling and dropout all draw random numbers."):
        assert_close(other, one, what="the logits of the second network with the same seed")
