"""Hidden checks of normalize_images."""

import torch

from autograder.expect import assert_close, assert_unchanged, check

from ..common import assert_attempted, assert_calls_apart, assert_globals_unchanged, uniform
from . import probes

# Results reach 4 in size (with a small std 1000), of which float32 keeps about 1e-7 of them a step; dividing by 256 for
# 255 makes a difference of up to 0.01.
NORMALIZED = {"rtol": 1e-5, "atol": 1e-5}
# Where a check is about which number meets which: a mixed-up channel is off by 0.1 and more somewhere, and a mistake in
# the formula's last digits has cost its own check.
COARSE = {"rtol": 0, "atol": 0.02}


def pixels(shape, rng):
    """Random bytes, the largest possible one among them."""
    batch = torch.randint(0, 256, shape, generator=rng).to(torch.uint8)
    batch[0, 0, 0, 0] = 255
    return batch


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


def number_added(result, batch, mean, std):
    """What to say where one small positive number, whichever, stands beside every deviation in the division."""
    if not isinstance(result, torch.Tensor) or result.shape != batch.shape or not result.dtype.is_floating_point:
        return None
    top = batch.double() / 255 - torch.tensor(mean, dtype=torch.float64)[:, None, None]
    divisor = torch.tensor(std, dtype=torch.float64)[:, None, None]
    # Where the quotient is large its own rounding says least about the divisor, and of small divisors it says most.
    clear = (top.abs() > 0.2) & (divisor == divisor.min())
    added = (top / result.double() - divisor)[clear].median()  # NaN where there are none
    if not 1e-9 < added < 0.1 or not torch.allclose(result.double(), top / (divisor + added), **NORMALIZED):
        return None
    return (
        "A small number is added to every deviation before the division. It guards against a deviation of 0, which "
        "nobody passes, and the statement has none: the smaller a deviation, the more the results are off."
    )


def cut_off(result, expected):
    """What to say where all is right but for the largest or smallest results, which became one number."""
    if not isinstance(result, torch.Tensor) or result.shape != expected.shape:
        return None
    low, high = result.min().item(), result.max().item()
    limits = low > expected.min() + 0.01 or high < expected.max() - 0.01
    if not limits or not torch.allclose(result.double(), expected.double().clamp(low, high), **NORMALIZED):
        return None
    return (
        "Numbers far from zero are cut off. Nobody asked for that: with a small deviation the right results are large."
    )


@check("normalize_images", weight=2)
def test_normalized_by_channel(student, rng):
    """Each channel becomes (x / 255 − mean) / std with its own mean and std, as float32."""
    for shape in [(2, 3, 4, 5), (4, 3, 2, 6)]:
        batch, (mean, std) = pixels(shape, rng), statistics(3, rng)
        expected = normalized_by_hand(batch, mean, std)
        result = student.normalize_images(batch, tuple(mean), tuple(std))
        assert_close(
            result, expected, **NORMALIZED, mistake=number_added(result, batch, mean, std) or cut_off(result, expected)
        )
    # A mean may lie below 0 or above 1, a deviation far below 1 or above it.
    for mean, std in [((-0.5, 1.5, 0.0), (0.05, 2.5, 1e-3)), ((2.0, -1.0, 0.5), (3.0, 0.06, 0.1))]:
        batch = pixels((2, 3, 4, 5), rng)
        expected = normalized_by_hand(batch, mean, std)
        result = student.normalize_images(batch, mean, std)
        assert_close(
            result, expected, **NORMALIZED, mistake=number_added(result, batch, mean, std) or cut_off(result, expected)
        )


@check("normalize_images")
def test_as_wide_as_channels(student, rng):
    """Images as wide, as high or as many as there are channels do not mix channels up; a single image stays a batch."""
    shapes = [(2, 3, 4, 3), (2, 3, 3, 4), (3, 3, 4, 5), (3, 3, 3, 3), (1, 3, 4, 5), (1, 3, 1, 1)]
    # As wide as images have channels, and with a number of channels that images seldom have.
    for shape in [*shapes, (2, 4, 5, 3), (2, 2, 5, 1), (2, 5, 3, 4)]:
        batch, (mean, std) = pixels(shape, rng), statistics(shape[1], rng)
        expected = normalized_by_hand(batch, mean, std)
        result = student.normalize_images(batch, tuple(mean), tuple(std))
        assert_close(result, expected, **COARSE, check_dtype=False)


@check("normalize_images")
def test_any_number_of_channels(student, rng):
    """One channel or four, statistics as a list or a tuple, batches that are not contiguous: all work."""
    for channels, kind in [(1, list), (4, list), (4, tuple)]:
        mean, std = statistics(channels, rng)
        permuted, sliced = (
            pixels((2, 5, 4, channels), rng).permute(0, 3, 1, 2),
            pixels((2, channels, 5, 8), rng)[..., 2:6],
        )
        for batch in (permuted, sliced):
            expected = normalized_by_hand(batch, mean, std)
            result = student.normalize_images(batch, kind(mean), kind(std))
            assert_close(result, expected, **COARSE, check_dtype=False)


@check("normalize_images")
def test_dark_images(student, rng):
    """Dark images, with no byte above 1, are divided by 255 as all others are."""
    batch, (mean, std) = pixels((2, 3, 4, 5), rng) % 2, statistics(3, rng)
    expected = normalized_by_hand(batch, mean, std)
    result = student.normalize_images(batch, tuple(mean), tuple(std))
    assert_close(result, expected, **COARSE, check_dtype=False)


@check("normalize_images", weight=0.5, effects=True, alone=False)
def test_batch_unchanged(student, rng):
    """The batch, the statistics, earlier results and PyTorch's global state stay as they were."""
    batch, (mean, std) = pixels((2, 3, 4, 5), rng), statistics(3, rng)
    before = batch.clone()
    result = student.normalize_images(batch, tuple(mean), tuple(std))
    assert_unchanged(batch, before, "your input batch")
    assert_attempted(result, (2, 3, 4, 5))
    seen = student.probe(probes.given_lists, batch=batch, mean=mean, std=std)
    for name, now, then in [("mean", seen["mean"], mean), ("std", seen["std"], std)]:
        kept = now == then
        assert kept, f"the list {name} holds other numbers after the call"
    calls = [[pixels((2, 3, 4, 5), rng), tuple(mean), tuple(std)] for _ in range(3)]
    assert_calls_apart(student, "normalize_images", *calls)
    assert_globals_unchanged(student)
