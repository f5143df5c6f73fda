"""Hidden checks of image_layouts."""

import numpy as np
import torch

from autograder.expect import assert_close, assert_unchanged, check

from ..common import EXACT, assert_attempted, assert_calls_apart, assert_globals_unchanged


def numbered_images(shape, rng, dtype=torch.float32):
    """Images in which no two pixels are equal (up to 256 of them, so that they fit into uint8).

    Every other dtype gets numbers that no shorter dtype can hold, so that a detour through one would show.
    """
    numbers = torch.randperm(int(np.prod(shape)), generator=rng).reshape(shape)
    if dtype == torch.bool:
        return numbers % 3 == 0  # whatever is mixed up, some of the many bools show it
    numbers = numbers.to(dtype)
    if dtype == torch.uint8:
        return numbers
    return numbers + (2**60 if dtype == torch.int64 else 0.1)


def rows_by_hand(images):
    rows = [[pixel for channel in image for row in channel for pixel in row] for image in images.tolist()]
    return torch.tensor(rows, dtype=images.dtype)


def channels_last_by_hand(images):
    _, _, height, width = images.shape
    pixels = [
        [[[channel[h][w] for channel in image] for w in range(width)] for h in range(height)]
        for image in images.tolist()
    ]
    return torch.tensor(pixels, dtype=images.dtype)


# (4, 4, 4, 2) and (2, 3, 3, 3) have equal sizes where a mixed-up dimension would otherwise show in the shape.
IMAGE_BATCHES = [
    ((2, 3, 4, 5), torch.uint8),
    ((4, 4, 4, 2), torch.float32),
    ((2, 3, 3, 3), torch.float64),
    ((3, 1, 2, 4), torch.int64),
    ((1, 3, 5, 2), torch.uint8),
    ((2, 3, 4, 5), torch.bool),
    ((2, 3, 2, 5), torch.bfloat16),
    # As wide as images have channels, and with a number of channels that images seldom have.
    ((2, 4, 5, 3), torch.float32),
    ((3, 2, 5, 1), torch.uint8),
    ((2, 5, 3, 4), torch.float32),
]


@check("image_layouts")
def test_flatten_batch(student, rng):
    """flatten_batch makes one row of each image, in the order channel, row, column, and keeps the dtype."""
    for shape, dtype in IMAGE_BATCHES:
        images = numbered_images(shape, rng, dtype)
        expected = rows_by_hand(images)
        assert_close(student.flatten_batch(images), expected, **EXACT, what="flatten_batch(images)")


def views_of_images(rng):
    """Images that are not contiguous: permuted, and every other column of wider ones."""
    for (n, c, h, w), _ in IMAGE_BATCHES[:3]:
        yield numbered_images((n, h, w, c), rng).permute(0, 3, 1, 2)
        yield numbered_images((n, c, h, 2 * w), rng)[..., ::2]


@check("image_layouts")
def test_flatten_batch_of_a_permuted_view(student, rng):
    """flatten_batch gives the same order for images that are not contiguous."""
    for images in views_of_images(rng):
        expected = rows_by_hand(images)
        assert_close(student.flatten_batch(images), expected, **EXACT, what="flatten_batch(images)")


@check("image_layouts")
def test_to_channels_last(student, rng):
    """to_channels_last moves the channels to the end, pixel by pixel, and keeps the dtype."""
    for shape, dtype in IMAGE_BATCHES:
        images = numbered_images(shape, rng, dtype)
        expected = channels_last_by_hand(images)
        assert_close(student.to_channels_last(images), expected, **EXACT, what="to_channels_last(images)")


@check("image_layouts", weight=0.5)
def test_to_channels_last_of_a_permuted_view(student, rng):
    """to_channels_last finds the same pixels in images that are not contiguous."""
    for images in views_of_images(rng):
        expected = channels_last_by_hand(images)
        assert_close(student.to_channels_last(images), expected, **EXACT, what="to_channels_last(images)")


@check("image_layouts", alone=False)
def test_channels_last_is_contiguous(student, rng):
    """The result of to_channels_last is contiguous."""
    whole, permuted = numbered_images((2, 3, 4, 5), rng), numbered_images((2, 4, 5, 3), rng).permute(0, 3, 1, 2)
    # Not every view that is not contiguous has its channels last in memory.
    turned, tall = numbered_images((2, 3, 5, 4), rng).transpose(2, 3), numbered_images((2, 3, 8, 5), rng)
    grey = numbered_images((2, 1, 5, 4), rng).transpose(2, 3)  # one channel may stand anywhere, and says nothing
    for images in (whole, permuted, turned, tall[:, :, ::2], grey):
        result = student.to_channels_last(images)
        assert_attempted(result, (2, 4, 5, images.shape[1]), "the result of to_channels_last")
        contiguous = result.is_contiguous()
        assert contiguous, "the result of to_channels_last is not contiguous"


@check("image_layouts", weight=0.5, effects=True, alone=False)
def test_images_unchanged(student, rng):
    """The images, earlier results and PyTorch's global state stay as they were."""
    whole, permuted = numbered_images((2, 3, 4, 5), rng), numbered_images((2, 4, 5, 3), rng).permute(0, 3, 1, 2)
    for name, images in [("flatten_batch", whole), ("to_channels_last", whole), ("to_channels_last", permuted)]:
        before = images.clone()
        result = getattr(student, name)(images)
        assert_unchanged(images, before, f"the input of {name}")
        reshaped = isinstance(result, torch.Tensor) and result.shape != images.shape
        assert reshaped, f"this could not be judged: {name} did not return a tensor of another shape"
    for name in ("flatten_batch", "to_channels_last"):
        permuted, *others = (torch.rand(2, 4, 5, 3, generator=rng).permute(0, 3, 1, 2) for _ in range(3))
        assert_calls_apart(student, name, [permuted], *([images.contiguous()] for images in others))
    assert_globals_unchanged(student)
