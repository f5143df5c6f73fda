"""Hidden checks of normalize_images."""

import torch

from autograder.expect import assert_close, assert_unchanged, check

from ..common import assert_attempted, assert_globals_unchanged, uniform

# Results reach 4 in size, of which float32 keeps about 5e-7 a step; dividing by 256 for 255 makes a difference of up to
# 0.01.
NORMALIZED = {"rtol": 0, "atol": 1e-5}


def pixels(shape, rng):
    return torch.randint(0, 256, shape, generator=rng).to(torch.uint8)


def statistics(channels, rng):
    return uniform(0.2, 0.6, (channels,), rng).tolist(), uniform(0.2, 0.4, (channels,), rng).tolist()


def normalized_by_hand(batch, mean, std):
    images = [
        [
            [[(pixel / 255 - m) / s for pixel in row] for row in channel]
            for channel, m, s in zip(image, mean, std, strict=True)
        ]
        for image in batch.tolist()
    ]
    return torch.tensor(images, dtype=torch.float32)


@check("normalize_images", weight=2)
def test_normalized_by_channel(student, rng):
    """Each channel becomes (x / 255 − mean) / std with its own mean and std, as float32."""
    for shape in [(2, 3, 4, 5), (4, 3, 2, 6)]:
        batch, (mean, std) = pixels(shape, rng), statistics(3, rng)
        expected = normalized_by_hand(batch, mean, std)
        assert_close(student.normalize_images(batch, tuple(mean), tuple(std)), expected, **NORMALIZED)


@check(
    "normalize_images",
    hint="Shapes are aligned on the right: what shape puts C numbers beside the channels of (N, C, H, W)?",
)
def test_as_wide_as_channels(student, rng):
    """Images as wide, as high or as many as there are channels do not mix channels up."""
    for shape in [(2, 3, 4, 3), (2, 3, 3, 4), (3, 3, 4, 5), (3, 3, 3, 3)]:
        batch, (mean, std) = pixels(shape, rng), statistics(3, rng)
        expected = normalized_by_hand(batch, mean, std)
        result = student.normalize_images(batch, tuple(mean), tuple(std))
        assert_close(result, expected, **NORMALIZED, check_dtype=False)


@check("normalize_images")
def test_any_number_of_channels(student, rng):
    """One channel or four, statistics as a list or a tuple, batches that are not contiguous: all work."""
    for channels, kind in [(1, list), (4, list), (4, tuple)]:
        batch, (mean, std) = pixels((2, 5, 4, channels), rng).permute(0, 3, 1, 2), statistics(channels, rng)
        expected = normalized_by_hand(batch, mean, std)
        result = student.normalize_images(batch, kind(mean), kind(std))
        assert_close(result, expected, **NORMALIZED, check_dtype=False)


@check("normalize_images")
def test_dark_images(student, rng):
    """Dark images, with no byte above 1, are divided by 255 as all others are."""
    batch, (mean, std) = pixels((2, 3, 4, 5), rng) % 2, statistics(3, rng)
    expected = normalized_by_hand(batch, mean, std)
    result = student.normalize_images(batch, tuple(mean), tuple(std))
    assert_close(result, expected, **NORMALIZED, check_dtype=False)


@check("normalize_images", weight=0.5, effects=True)
def test_batch_unchanged(student, rng):
    """The batch, the statistics and PyTorch's global state stay as they were."""
    batch, (mean, std) = pixels((2, 3, 4, 5), rng), statistics(3, rng)
    before = batch.clone()
    result = student.normalize_images(batch, tuple(mean), tuple(std))
    assert_unchanged(batch, before, "your input batch")
    assert_attempted(result, (2, 3, 4, 5))
    assert_globals_unchanged(student)
