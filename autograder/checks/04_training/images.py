"""Hidden images, and what the checks of networks that learn images share."""

import gzip
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_type, decisive, mistakes

from . import common_probes
from .common import assert_settings_left, integer, logits_of

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


def trained_network(student, name, data, seed, **some):
    model = student.probe(common_probes.model_trained, name=name, data=data, seed=seed, **some)
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
    if not from_weights:
        raise Mismatch(
            "with all its parameters at 0 the model still tells images apart: by something else",
            mistake="The model tells images apart by something else than its parameters.",
        )
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


@contextmanager
def naming_what_never_bends(student, rng, name):
    """Where a threshold inside is missed and the logits are an affine function of the image, that is said."""
    try:
        with decisive():
            yield
    except Mismatch as problem:
        model = trained_network(student, name, "mnist", integer(0, 10**6, rng), count=600)
        images = in_some_order("mnist", rng)[0][:20]
        there, back, blank = (logits_of(model, sign * images, (20, 10)) for sign in (1, -1, 0))
        if not torch.allclose(there + back, 2 * blank, rtol=1e-3, atol=1e-3 * float(there.abs().max())):
            raise
        text = f"{problem}. What was seen: its logits are an affine function of the image, as one linear layer gives"
        mistake = "Nothing in the network bends: all of its layers together are one linear layer."
        established = Mismatch(text, mistake=mistake)
        established.declines_hint = True  # it is not that it has learned too little of what it can
        raise established from None


def assert_size(model, most, sides, forbidden, what):
    """At most so many parameters, and weights of the right kind."""
    count = sum(parameter.numel() for parameter in model.parameters())
    if not 0 < count <= most:
        text = f"the model has {count:,} parameters; it must have some, and at most {most:,}"
        raise Mismatch(text, mistake="The model has more parameters than it may have." if count else None)
    kinds = {parameter.ndim for parameter in model.parameters()}
    if sides not in kinds or forbidden in kinds:
        raise Mismatch(what)


def small_model(student, rng, name):
    """A network trained on some of the clothes, none of them of the last class, to look at its shape."""
    model = trained_network(student, name, "fashion", integer(0, 10**6, rng), count=600, without=9)
    images, labels = in_some_order("fashion", rng)
    with torch.no_grad():
        logits = model.eval()(images[:100])
    if isinstance(logits, torch.Tensor) and logits.shape == (100, 9):
        raise Mismatch(
            "what the model returns has shape (100, 9); it must have shape (100, 10)",
            mistake="The network has as many outputs as classes occur among its labels. One may be missing there.",
            about_form=True,
        )
    assert_tensor(logits, shape=(100, 10), what="what the model returns")
    assert_learned(logits, labels[:100])
    assert_no_probabilities(logits)
    return model


def assert_no_probabilities(logits):
    """Of a network that has learned something, logits lie on both sides: cross-entropy sees to that."""
    if bool(((logits >= 0) & (logits <= 1)).all()):
        raise Mismatch(
            "all numbers that the model returns lie between 0 and 1, as probabilities do; it must return logits",
            mistake="All numbers that the model returns lie between 0 and 1, as those of a softmax or a sigmoid do.",
        )


def assert_learned(logits, labels):
    """Enough of an answer for another side of it to be judged: 600 images give far more, and guessing gives 0.1."""
    learned = float((logits.argmax(1) == labels).double().mean()) >= 0.3
    assert learned, "this could not be judged: trained on 600 images, the network has not learned anything"


def assert_arguments_unchanged(student, rng, name):
    seed = integer(0, 10**6, rng)
    seen = student.probe(common_probes.arguments_after_training, name=name, data="mnist", seed=seed, count=600)
    for what in ("images", "labels"):
        changed = seen[what]
        if changed["kind"] != changed["was"]:
            text = f"the tensor of {what} has another shape, dtype or requires_grad after the call"
            raise Mismatch(
                text, mistake=f"The call changes the shape, dtype or requires_grad of the {what} themselves."
            )
        if changed["values"]:
            text = f"{changed['values']:,} values of the tensor of {what} are different after the call"
            raise Mismatch(text, shows=changed["became"], mistake=mistakes.written_into(f"the {what}"))
    assert_tensor(seen["logits"], shape=(50, 10), what="what the model returns")
    assert_learned(seen["logits"], seen["given labels"])
    assert_settings_left(seen["settings"])


def assert_repeatable(student, rng, name):
    one, labels = assert_repeated(student, name, integer(1, 10**6, rng), 600, between="fashion")
    assert_learned(one, labels)
    # The fewest images that there may be do not fill a large batch.
    assert_repeated(student, name, 1, 200, between="fashion")
    # 0 is a seed as any other, and a batch size that divides 640 (16, 20, 32, 64, 128) leaves one image over. How much
    # is learned from these is not asked: some good recipes diverge where the start is unlucky.
    assert_repeated(student, name, 0, 641)


def assert_repeated(student, name, seed, count, **more):
    """The logits of two networks with one seed agree; return those of the first, and the labels.

    Those of a network trained in between, on images of another kind, are others.
    """
    seen = student.probe(common_probes.image_logits_twice, name=name, data="mnist", seed=seed, count=count, **more)
    one, other = seen["logits"]
    assert_tensor(one, shape=(50, 10), what="what the model returns")
    varied = bool((one != one[0]).any())
    if varied and any(torch.equal(one, third) for third in seen["between"]):
        mistake = "The network of a seed is kept: the next call with that seed returns it, whatever the images."
        if count == 200:  # with more, other images make another
            mistake = "From 200 images nothing is learned: others give the same network."
        text = f"with the same seed, {count} other images and labels gave one and the same network"
        raise Mismatch(text, mistake=mistake)
    try:
        with decisive():
            assert_close(other, one, equal_nan=True, what="the logits of the second network with the same seed")
    except Mismatch as problem:
        raise Mismatch(
            f"{str(problem).removesuffix('.')}. Initial weights, shuffling and dropout all draw random numbers.",
            mistake="The same seed gives another network the second time: something in the training does not depend on "
            "the seed alone.",
        ) from None
    return one, seen["labels"]
