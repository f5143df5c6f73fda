"""Hidden checks of digits_dataset."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_type, check, mistakes

from ..common import EXACT, asking, assert_settings_left, number, unpacked
from . import probes


def images_and_labels(count, rng, dtype=torch.int64):
    """Images that have black and white in them, so that 255 is their brightest."""
    images = torch.randint(0, 256, (count, 28, 28), generator=rng, dtype=torch.uint8)
    images[:, 0, :2] = torch.tensor([0, 255], dtype=torch.uint8)
    images[0] //= 5  # a dark one
    return images, torch.randint(0, 10, (count,), generator=rng).to(dtype)


def image_and_label(item):
    return unpacked(item, "image", "label")


def scaled(image):
    return torch.from_numpy(image.numpy().astype(np.float64) / 255).float()[None]


WRITTEN_STAYS = (
    "What somebody writes into the image of an item, a transform that works in place for one, is still there when the "
    "item is asked for again: the second image is not made anew."
)


def overwritten(first, again):
    """Whether the second image holds the zeros that were written into the first, which held others before."""
    return isinstance(again, torch.Tensor) and bool(first.any()) and not bool(again.any())


@check("digits_dataset", weight=1.5)
def test_items(student, rng):
    """An item is the image as float32 of shape (1, 28, 28) in [0, 1], and its label."""
    images, labels = images_and_labels(7, rng)
    images[5] %= 2  # nearly black, and in [0, 1] before it is divided
    seen = student.probe(probes.items, images=images, labels=labels, indices=list(range(7)))
    assert_equal(seen["length"], 7, "the length")
    for index, item in enumerate(seen["items"]):
        image, label = image_and_label(item)
        assert_close(image, scaled(images[index]), what="an image")
        assert_equal(int(number(label, "a label")), int(labels[index]), "a label")
    seen = student.probe(probes.item_read_twice, images=images, labels=labels, index=4)
    again, _ = image_and_label(seen["again"])
    what = "an image asked for again, after somebody wrote into the first one,"
    assert_close(
        again, scaled(images[4]), what=what, mistake=WRITTEN_STAYS if overwritten(seen["first"], again) else None
    )


@check("digits_dataset", weight=0.5)
def test_label_is_a_python_int(student, rng):
    """The label is a Python int, whatever integers the labels are, and PyTorch's DataLoader makes int64 of a batch."""
    for dtype in (torch.uint8, torch.int64, torch.int32):
        images, labels = images_and_labels(5, rng, dtype)
        labels = labels if dtype == torch.uint8 else 1000 * labels + 300  # more than a byte holds
        item = student.probe(probes.items, images=images, labels=labels, indices=[3])["items"][0]
        _, label = image_and_label(item)
        with asking("`.item()` and `int(...)` turn a tensor of one element into a number."):
            assert_type(label, int, "a label")
        assert_equal(label, int(labels[3]), "a label")
        _, batch = student.probe(probes.batches_of_dataset, images=images, labels=labels, batch_size=3)[0]
        assert_close(batch, labels[:3].long(), **EXACT, what="a batch of labels")


@check("digits_dataset")
def test_transform(student, rng):
    """A transform is given the float32 image of shape (1, 28, 28) in [0, 1], and what it returns is the item's."""
    images, labels = images_and_labels(4, rng)
    wanted = {"to [-1, 1]": lambda x: (x - 0.5) / 0.5, "mirrored": lambda x: x.flip(-1), "flat": lambda x: x.flatten()}
    for name, function in wanted.items():
        seen = student.probe(probes.items, images=images, labels=labels, indices=[2, 0], transform=name)
        for index, item in zip((2, 0), seen["items"], strict=True):
            image, label = image_and_label(item)
            assert_close(image, function(scaled(images[index])), what=f"an image with the transform {name!r}")
            assert_equal(int(number(label, "a label")), int(labels[index]), "a label")
    seen = student.probe(probes.items, images=images, labels=labels, indices=[1], transform="described")
    described = image_and_label(seen["items"][0])[0]
    assert_tensor(described, shape=(3,), dtype=torch.bool, what="what a transform that describes its image returns")
    for right, what in zip(described, ("no float32", "not of shape (1, 28, 28)", "above 1 in places"), strict=True):
        assert bool(right), f"what the transform is given is {what}"
    calls = student.probe(probes.item_read_twice, images=images, labels=labels, index=2)["calls"]
    if len(set(calls)) < 3:
        raise Mismatch(
            "an item asked for again was not transformed again. A transform may be random",
            mistake="An item is made once and kept: asked for again, it is not transformed again.",
        )


@check("digits_dataset")
def test_indices_as_in_a_list(student, rng):
    """Negative indices count from the end, and an index outside -N..N-1 raises IndexError."""
    images, labels = images_and_labels(6, rng)
    indices = [-1, -6, 5, 6, -7, 7, 1000, -1000]
    seen = student.probe(probes.items, images=images, labels=labels, indices=indices)["items"]
    for index, item in zip(indices[:3], seen[:3], strict=True):
        if isinstance(item, str):
            text = f"ds[{index}] of a dataset of 6 raised an IndexError"
            raise Mismatch(text, mistake="An index between -N and N - 1 is refused.")
        image, label = image_and_label(item)
        assert_close(image, scaled(images[index]), what=f"the image ds[{index}] of a dataset of 6")
        assert_equal(int(number(label, "a label")), int(labels[index]), f"the label of ds[{index}]")
    for index, item in zip(indices[3:], seen[3:], strict=True):
        if not isinstance(item, str):
            raise Mismatch(
                f"ds[{index}] of a dataset of 6 gave an item; it must raise an IndexError, as a list does",
                mistake="An index outside -N to N - 1 gives an item.",
            )


@check("digits_dataset", weight=0.5, alone=False)
def test_lengths_must_agree(student, rng):
    """Images and labels of different lengths are refused by a ValueError, when the dataset is made."""
    images, labels = images_and_labels(6, rng)
    length = student.probe(probes.items, images=images, labels=labels, indices=[])["length"]
    assert_equal(length, 6, "the length")
    for a, b in [(6, 5), (5, 6), (1, 6)]:
        try:
            student.probe(probes.items, images=images[:a], labels=labels[:b], indices=[])
        except ValueError:
            continue
        raise Mismatch(
            f"{a} images and {b} labels were accepted; a ValueError is asked for",
            mistake="Images and labels of different lengths are accepted.",
        )


@check("digits_dataset")
def test_one_image_is_converted(student, rng):
    """Making a dataset converts no image, reading an item that image alone; the images stay as they were."""
    images, labels = images_and_labels(40, rng)
    for index in (3, 17):
        seen = student.probe(probes.largest_conversion, images=images, labels=labels, index=index)
        image, _ = image_and_label(seen["item"])
        assert_close(image, scaled(images[index]), what="an image")
        lazy = seen["kept"] < images.numel()
        if not lazy:
            raise Mismatch(
                "when the dataset was made, all images were converted to floating point. "
                "What would that cost with 60,000?",
                mistake="The dataset keeps its images as floating-point numbers, where bytes are enough.",
            )
        alone = seen["largest"] <= 2 * 28 * 28
        if not alone:
            raise Mismatch(
                "for one item, many images at once were converted to floating point. What would that cost with 60,000?",
                mistake="For one item, more than its own image is converted to floating point.",
            )
        same = seen["images as they were"]
        if not same:
            raise Mismatch("reading an item has changed the images", mistake=mistakes.written_into("the images"))
        assert_settings_left(seen["settings"])


@check("digits_dataset", weight=0.5)
def test_works_with_a_data_loader(student, rng):
    """It is a torch.utils.data.Dataset, and a DataLoader makes batches of it."""
    images, labels = images_and_labels(5, rng)
    seen = student.probe(probes.items, images=images, labels=labels, indices=[])
    assert seen["is a Dataset"], "DigitsDataset is not a subclass of torch.utils.data.Dataset"
    batches = student.probe(probes.batches_of_dataset, images=images, labels=labels, batch_size=3)
    expected = torch.stack([scaled(image) for image in images])
    for (image, label), start in zip(batches, (0, 3), strict=True):
        assert_close(image, expected[start : start + 3], what="a batch of images")
        assert_close(label, labels[start : start + 3], **EXACT, what="a batch of labels", check_dtype=False)
