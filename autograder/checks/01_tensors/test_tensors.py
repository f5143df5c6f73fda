"""Hidden checks of 01_tensors, in notebook order."""

import numpy as np
import probes
import torch

from autograder.expect import (
    Mismatch,
    assert_close,
    assert_equal,
    assert_tensor,
    assert_type,
    assert_unchanged,
    check,
)

EXACT = {"rtol": 0, "atol": 0}


def unpacked(result, *names):
    """The parts of a returned tuple, one for each name."""
    assert_type(result, (tuple, list), f"the result ({', '.join(names)})")
    if len(result) != len(names):
        raise Mismatch(f"the result has {len(result)} items; it must have {len(names)}: {', '.join(names)}")
    return result


def assert_attempted(result, shape, what="the result"):
    """Enough of an answer for another side of it to be judged, so that a mistake in the values costs its own check."""
    try:
        assert_tensor(result, shape=shape, what=what)
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    if result.detach().unique().numel() < 2:
        raise Mismatch(f"this could not be judged: all values of {what} are equal")


def assert_globals_unchanged(student):
    """What all code shares is as it was before the student's functions were called in this check."""
    changed = student.globals_changed()
    if changed:
        raise Mismatch(f"your function changed {' and '.join(changed)}, which all other code shares")


def number(value, what):
    """A returned number as a float. A tensor of one element will do here; other checks look at the type."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return float(value)
    assert_type(value, (float, int, np.number), what)
    return float(value)


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shapes, rng, dtype=torch.float64):
    return [torch.randn(shape, generator=rng, dtype=dtype) for shape in shapes]


def uniform(low, high, shape, rng, dtype=torch.float64):
    return low + (high - low) * torch.rand(shape, generator=rng, dtype=dtype)


# 1 · describe

DTYPES = (torch.float32, torch.float64, torch.bfloat16, torch.uint8, torch.int64, torch.bool, torch.complex64)


def entry(description, key):
    assert_type(description, dict, "the description")
    if key not in description:
        raise Mismatch(f'the description has no key "{key}"')
    return description[key]


def assert_integer(value, expected, what):
    # NumPy's integers are integers too, and equal Python's.
    assert_type(value, (int, np.integer), what)
    assert_equal(int(value), expected, what)


@check("describe")
def test_shape_and_ndim(student):
    """The shape is a tuple of ints and ndim their number, for any number of dimensions."""
    for shape in [(2, 3), (5,), (3, 1, 2, 4), (), (0, 4)]:
        description = student.describe(torch.zeros(shape))
        assert_equal(entry(description, "shape"), shape, "the shape")
        assert_integer(entry(description, "ndim"), len(shape), "ndim")


@check("describe", hint="A tensor knows its own dtype and device; `str(...)` makes a text of a device.")
def test_dtype_and_device(student):
    """The dtype is the tensor's own torch.dtype, and the device is named by a text, wherever the tensor is."""
    for dtype in DTYPES:
        description = student.describe(torch.zeros(2, 3, dtype=dtype))
        assert_type(entry(description, "dtype"), torch.dtype, "the dtype")
        assert_equal(entry(description, "dtype"), dtype, "the dtype")
        assert_type(entry(description, "device"), str, "the device")
        assert_equal(entry(description, "device"), "cpu", "the device of a tensor on the CPU")
    elsewhere = student.probe(probes.describe_on_meta, shape=(2, 3), dtype=torch.float64)
    assert_equal(entry(elsewhere, "device"), "meta", "the device of a tensor that is not on the CPU")


@check("describe")
def test_numel_counts_every_element(student, rng):
    """numel counts every element: of matrices, of views, of a tensor without dimensions (1) and of an empty one (0)."""
    n, d = integer(3, 9, rng), integer(3, 9, rng)
    table = torch.zeros(n, d)
    assert_integer(entry(student.describe(table), "numel"), n * d, "numel")
    assert_integer(entry(student.describe(table[1:, ::2]), "numel"), (n - 1) * ((d + 1) // 2), "numel of a view")
    assert_integer(entry(student.describe(torch.zeros(d, 2, n)), "numel"), 2 * n * d, "numel")
    assert_integer(entry(student.describe(torch.tensor(3.0)), "numel"), 1, "numel of a tensor without dimensions")
    assert_integer(entry(student.describe(torch.zeros(0, d)), "numel"), 0, "numel of an empty tensor")


@check("describe", hint="A float32 element takes 4 bytes; others take 1, 2, 8 or 16. Ask the tensor.")
def test_nbytes_of_every_dtype(student, rng):
    """nbytes is the number of elements times the bytes of one, for every dtype and for views."""
    n = integer(3, 9, rng)
    for dtype, size in zip(DTYPES, (4, 8, 2, 1, 8, 1, 8), strict=True):
        table = torch.zeros(n, 4, dtype=dtype)
        assert_integer(entry(student.describe(table), "nbytes"), 4 * n * size, f"nbytes of a {dtype} tensor")
        view = table.t()[:3, 1:]
        assert_integer(entry(student.describe(view), "nbytes"), 3 * (n - 1) * size, "nbytes of a view of a part")
        repeated = table[:1].expand(n, 4)
        assert_integer(entry(student.describe(repeated), "nbytes"), 4 * n * size, "nbytes of a view that repeats a row")


@check("describe", weight=0.5, effects=True)
def test_described_tensor_unchanged(student, rng):
    """t and the global state stay as they were."""
    for t in normal((3, 4), (5,), rng=rng):
        before = t.clone()
        description = student.describe(t)
        for key in ("shape", "dtype", "device", "ndim", "numel", "nbytes"):
            entry(description, key)
        assert_unchanged(t, before, "your input t")
    assert_globals_unchanged(student)


# 2 · random_digits


def drawn(student, shape, seed):
    """The digits of one call. One tensor in place of a pair will do here; the first check asks for both."""
    result = student.random_digits(shape, seed)
    digits = result[0] if isinstance(result, (tuple, list)) and result else result
    assert_tensor(digits, shape=shape, what="the first result (digits)")
    return digits


def assert_varied(digits):
    """Of 200 or more digits, fewer than 5 different ones mean that nothing was drawn (by chance: below 1e-57)."""
    assert_tensor(digits, what="digits")
    varied = digits.unique().numel() >= 5
    assert varied, "the digits are nearly all the same, so they are not random"


def a_seed(rng):
    return integer(2, 10**6, rng)


@check("random_digits")
def test_digits_and_their_float_copy(student, rng):
    """The result is an int64 tensor of the shape asked for, and the same numbers as float32."""
    for shape in [(7,), (), (20, 10), (5, 1, 60)]:
        digits, floats = unpacked(student.random_digits(shape, a_seed(rng)), "digits", "floats")
        assert_tensor(digits, shape=shape, dtype=torch.int64, what="digits")
        assert_tensor(floats, shape=shape, dtype=torch.float32, what="floats")
        assert_close(floats.double(), digits.double(), **EXACT, what="floats, compared with your digits,")
    assert_varied(digits)


@check("random_digits", weight=2)
def test_every_digit_is_equally_likely(student, rng):
    """Every digit from 0 to 9, both included, is drawn equally often."""
    digits = drawn(student, (200, 100), a_seed(rng))
    digits = digits.long().flatten()
    inside = int(digits.min()) >= 0 and int(digits.max()) <= 9
    assert inside, "some numbers are not digits: they must lie between 0 and 9"
    counts = torch.bincount(digits, minlength=10).double()
    absent = int((counts == 0).sum())
    assert absent == 0, f"of 20,000 numbers, {absent} of the ten digits never came up"
    # Chi-squared with 9 degrees of freedom: a fair recipe exceeds 60 with probability 1.4e-9. Rounding 9·u, which
    # halves two of the frequencies, gives about 1,100; one row repeated 200 times gives about 1,800.
    expected = digits.numel() / 10
    fair = float(((counts - expected) ** 2).sum() / expected) <= 60
    assert fair, "the digits are not equally likely, or are not drawn one by one"


def dependence(one, other):
    """Chi-squared of independence of two series, in standard deviations above its mean: around 0 if independent."""
    levels, codes = torch.stack([one.flatten(), other.flatten()]).unique(return_inverse=True)
    k = levels.numel()
    table = torch.bincount(codes[0] * k + codes[1], minlength=k * k).view(k, k).double()
    expected = table.sum(1, keepdim=True) * table.sum(0) / table.sum()
    kept = expected > 0
    freedom = max((k - 1) ** 2, 1)
    return float(((table - expected)[kept] ** 2 / expected[kept]).sum() - freedom) / (2 * freedom) ** 0.5


@check("random_digits", hint="How many random numbers does a tensor of shape (3, 4) need?")
def test_every_digit_is_drawn_on_its_own(student, rng):
    """Each digit is drawn on its own: no digit follows from its neighbours."""
    digits = drawn(student, (200, 100), a_seed(rng))
    assert_varied(digits)
    digits = digits.long()
    few = digits.unique().numel() <= 20
    assert few, "some numbers are not digits: they must lie between 0 and 9"
    # A fair recipe exceeds 12 (chi-squared of 234 with 81 degrees of freedom) with probability 3e-17; a digit that
    # follows from its neighbour, or repeats it, gives thousands.
    neighbours = [(digits[:, 0::2], digits[:, 1::2]), (digits[0::2], digits[1::2])]
    independent = all(dependence(one, other) < 12 for one, other in neighbours)
    assert independent, "some digits repeat their neighbours, or follow from them"
    # 20,000 fair draws hit all ten counts exactly with probability 1e-17.
    drawn_freely = torch.bincount(digits.flatten() - digits.min()).unique().numel() > 1
    assert drawn_freely, "every digit came up exactly as often as every other: they were dealt out, not drawn"


@check(
    "random_digits", hint="Make a generator in every call, seed it with `seed`, and hand it to the function that draws."
)
def test_seed_decides(student, rng):
    """The same seed gives the same digits, whatever was drawn in between, and another seed gives others."""
    one = a_seed(rng)
    chosen = [one, one + 1000, -one, 0, 1]
    first = [drawn(student, (20, 10), seed) for seed in chosen]
    again = [drawn(student, (20, 10), seed) for seed in chosen]
    assert_varied(first[0])
    repeated = all(torch.equal(digits, others) for digits, others in zip(first, again, strict=True))
    assert repeated, "the same seed gave other digits when it was used again"
    # Any two of a fair recipe's are equal with probability 1e-200.
    same = any(torch.equal(first[i], first[j]) for i in range(len(chosen)) for j in range(i))
    assert not same, "two different seeds gave the same digits (seeds may be 0, negative, or differ by 1000)"


@check(
    "random_digits",
    hint="`torch.manual_seed` and functions without `generator=` work on the state that all code shares.",
)
def test_global_state_untouched(student, rng):
    """Drawing leaves PyTorch's global random state, and all other global state, as it was."""
    digits = drawn(student, (20, 10), a_seed(rng))
    assert_varied(digits)
    assert_globals_unchanged(student)


# 3 · constant_family


FAMILY = ("zeros", "ones", "full")


def family(student, x, value):
    return unpacked(student.constant_family(x, value), *FAMILY)


def filled(x, value):
    """A tensor like x; NumPy rounds the value, and bfloat16 (unknown to NumPy) gets values that need no rounding."""
    exact = np.full(tuple(x.shape), value, dtype=np.int64 if x.dtype == torch.int64 else np.float64)
    return torch.from_numpy(exact).to(x.dtype)


@check("constant_family")
def test_like_x(student, rng):
    """All three tensors have the shape, the dtype and the device of x."""
    for dtype in (torch.float32, torch.float64, torch.bfloat16, torch.int64):
        for shape in [(integer(2, 5, rng), 3), (2, 1, 4), ()]:
            x = torch.randint(2, 9, shape, generator=rng).to(dtype)
            for member, what in zip(family(student, x, 9), FAMILY, strict=True):
                assert_tensor(member, shape=shape, dtype=dtype, what=what)
                same = torch.equal(member, x)
                assert not same, f"this could not be judged: {what} holds the values of x"
    devices = student.probe(probes.family_devices, shape=(2, 3), value=7)
    followed = devices == ["meta"] * 3
    assert followed, "for an x that is not on the CPU, the tensors are not all on the device of x"


@check("constant_family")
def test_zeros_and_ones(student, rng):
    """Zeros are 0 and ones are 1 whatever x holds, infinity and NaN included."""
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        x = torch.randn(4, 5, generator=rng).to(dtype)
        x[0, 1], x[2, 3], x[3, 0] = torch.inf, -torch.inf, torch.nan
        zeros, ones, _ = family(student, x, 2.5)
        assert_close(zeros, filled(x, 0), **EXACT, what="zeros", check_dtype=False)
        assert_close(ones, filled(x, 1), **EXACT, what="ones", check_dtype=False)


@check("constant_family")
def test_full_holds_the_value(student, rng):
    """The third tensor holds the value as exactly as the dtype of x can."""
    x = torch.randn(3, 4, generator=rng)
    fraction = float(uniform(0.1, 0.9, (), rng))  # a float64 that float32 would round
    assert_close(family(student, x.double(), fraction)[2], filled(x.double(), fraction), **EXACT, what="full")
    assert_close(family(student, x, -fraction)[2], filled(x, -fraction), **EXACT, what="full")
    quarters = integer(5, 30, rng) + 0.25
    assert_close(family(student, x.bfloat16(), quarters)[2], filled(x.bfloat16(), quarters), **EXACT, what="full")
    large = 2**24 + 1 + 2 * integer(1, 1000, rng)  # an odd number that float32 cannot hold
    assert_close(family(student, x.long(), large)[2], filled(x.long(), large), **EXACT, what="full")


@check("constant_family", hint="What does a change of one of the tensors change, and who else keeps hold of them?")
def test_three_new_tensors(student, rng):
    """The tensors are new ones: writing into one place changes neither another place nor the next results."""
    x = 1 + torch.rand(3, 4, generator=rng)
    for value in (0, 1, 2.5):
        seen = student.probe(probes.numbers_written_into, x=x, value=value)
        written = seen["first"] is not None and len(seen["first"]) == 3
        assert written, "this could not be judged: the result is not a tuple of three tensors with the shape of x"
        for index, (member, what) in enumerate(zip(seen["first"], FAMILY, strict=True)):
            assert_tensor(member, shape=x.shape, what=what)
            others = member.flatten()[1:]
            kept = float(member[0, 0]) == 5 + index
            assert kept, f"what was written into {what} was overwritten by a write into another of the three tensors"
            alone = bool((others == others[0]).all()) and float(others[0]) != 5 + index
            assert alone, f"a number written into one place of {what} appeared in other places"
        for member, what in zip(unpacked(seen["second"], *FAMILY), FAMILY, strict=True):
            assert_tensor(member, shape=x.shape, what=what)
            new = bool((member == member[0, 1]).all())
            assert new, f"a number written into {what} came back in the result of the next call"


@check("constant_family", weight=0.5, effects=True)
def test_x_unchanged(student, rng):
    """x and PyTorch's global state stay as they were."""
    x = 3 + torch.rand(3, 4, generator=rng)
    before = x.clone()
    result = family(student, x, 2.0)
    assert_unchanged(x, before, "your input x")
    for member, what in zip(result, FAMILY, strict=True):
        assert_tensor(member, shape=(3, 4), what=what)
        same = torch.equal(member, before)
        assert not same, f"this could not be judged: {what} holds the values of x"
    assert_globals_unchanged(student)


# 4 · image_layouts


def numbered_images(shape, rng, dtype=torch.float32):
    """Images in which no two pixels are equal (up to 256 of them, so that they fit into uint8).

    Every other dtype gets numbers that no shorter dtype can hold, so that a detour through one would show.
    """
    numbers = torch.randperm(int(np.prod(shape)), generator=rng).reshape(shape).to(dtype)
    if dtype == torch.uint8:
        return numbers
    return numbers + (2**40 if dtype == torch.int64 else 0.1)


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
]


@check("image_layouts")
def test_flatten_batch(student, rng):
    """flatten_batch makes one row of each image, in the order channel, row, column, and keeps the dtype."""
    for shape, dtype in IMAGE_BATCHES:
        images = numbered_images(shape, rng, dtype)
        expected = rows_by_hand(images)
        assert_close(student.flatten_batch(images), expected, **EXACT, what="flatten_batch(images)")


@check(
    "image_layouts",
    hint="`view` never copies and `reshape` copies where it must; strides say how numbers lie in memory.",
)
def test_flatten_batch_of_a_permuted_view(student, rng):
    """flatten_batch gives the same order for images that are not contiguous."""
    for (n, c, h, w), _ in IMAGE_BATCHES[:3]:
        permuted = numbered_images((n, h, w, c), rng).permute(0, 3, 1, 2)
        sliced = numbered_images((n, c, h, 2 * w), rng)[..., ::2]
        for images in (permuted, sliced):
            expected = rows_by_hand(images)
            assert_close(student.flatten_batch(images), expected, **EXACT, what="flatten_batch(images)")


@check("image_layouts")
def test_to_channels_last(student, rng):
    """to_channels_last moves the channels to the end, pixel by pixel, and keeps the dtype."""
    for shape, dtype in IMAGE_BATCHES:
        images = numbered_images(shape, rng, dtype)
        expected = channels_last_by_hand(images)
        assert_close(student.to_channels_last(images), expected, **EXACT, what="to_channels_last(images)")


@check("image_layouts")
def test_channels_last_is_contiguous(student, rng):
    """The result of to_channels_last is contiguous."""
    for images in (numbered_images((2, 3, 4, 5), rng), numbered_images((2, 4, 5, 3), rng).permute(0, 3, 1, 2)):
        result = student.to_channels_last(images)
        assert_attempted(result, (2, 4, 5, 3), "the result of to_channels_last")
        contiguous = result.is_contiguous()
        assert contiguous, "the result of to_channels_last is not contiguous"


@check("image_layouts", weight=0.5, effects=True)
def test_images_unchanged(student, rng):
    """The images and PyTorch's global state stay as they were."""
    for name in ("flatten_batch", "to_channels_last"):
        for images in (numbered_images((2, 3, 4, 5), rng), numbered_images((2, 4, 5, 3), rng).permute(0, 3, 1, 2)):
            before = images.clone()
            result = getattr(student, name)(images)
            assert_unchanged(images, before, f"the input of {name}")
            reshaped = isinstance(result, torch.Tensor) and result.shape != images.shape
            assert reshaped, f"this could not be judged: {name} did not return a tensor of another shape"
    assert_globals_unchanged(student)


# 5 · shares_memory


def told_apart(student, x, sharing, separate):
    """Both kinds of pairs are judged rightly, so that no constant answer passes."""
    answers = student.probe(probes.asked_about_pairs, x=x, pairs=sharing + separate)
    verdicts = [verdict(answer) for answer in answers]  # two for each pair: either may come first
    all_found = all(verdicts[: 2 * len(sharing)])
    assert all_found, "two views of one storage were said to share nothing"
    none_invented = not any(verdicts[2 * len(sharing) :])
    assert none_invented, "two tensors with storages of their own were said to share memory"


def verdict(answer):
    """A returned answer as a bool. A tensor of one element will do here; another check looks at the type."""
    if isinstance(answer, torch.Tensor) and answer.numel() == 1:
        return bool(answer)
    assert_type(answer, (bool, int, np.bool_), "the answer")
    return bool(answer)


@check("shares_memory")
def test_other_window_same_start(student, rng):
    """Views that start together share memory whatever their shape, strides or dtype; a clone does not."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[("x", "x"), ("x", "flat"), ("x", "transposed"), ("x", "as int32"), ("x", "corner"), ("x", "detached")],
        separate=[("x", "clone"), ("flat", "flat clone"), ("transposed", "clone as int32")],
    )


@check(
    "shares_memory",
    hint="`data_ptr()` is the address of the first element of the view. The storage has an address of its own.",
)
def test_other_offset(student, rng):
    """A view that starts further on shares memory too, and so do two views that do not overlap."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[
            ("x", "lower half"),
            ("middle", "lower half"),
            ("upper half", "lower half"),
            ("even rows", "odd rows"),
            ("upper half", "last row as bytes"),
        ],
        separate=[("lower half", "clone of the lower half"), ("upper half", "clone of the lower half")],
    )


@check("shares_memory")
def test_equal_values_are_not_shared_memory(student, rng):
    """Equal values in two storages share nothing, and different values in one storage do."""
    told_apart(
        student,
        torch.randn((), generator=rng).repeat(6, 4),
        sharing=[("upper half", "lower half"), ("x", "middle"), ("x", "as int32")],
        separate=[("x", "clone"), ("upper half", "clone of the lower half"), ("flat", "flat clone")],
    )


def assert_discerning(answers):
    """The two pairs, one sharing and one not, were told apart at all."""
    differ = verdict(answers[0]) != verdict(answers[1])
    assert differ, "this could not be judged: your function answers the same for a view and for a clone"


@check("shares_memory", weight=0.5)
def test_answer_is_a_bool(student, rng):
    """The answer is Python's True or False."""
    x = torch.randn(4, 3, generator=rng)
    answers = [student.shares_memory(x, x), student.shares_memory(x, x.clone() + 1)]
    for answer in answers:
        assert_type(answer, bool, "the answer")
    assert_discerning(answers)


@check("shares_memory", weight=0.5, effects=True)
def test_tensors_unchanged(student, rng):
    """Both tensors and PyTorch's global state stay as they were."""
    x = torch.randint(1, 9, (4, 3), generator=rng)
    answers = []
    for a, b in [(x, x.view(-1)), (x, x.clone() + 1), (x[:2], x[1:])]:
        before_a, before_b = a.clone(), b.clone()
        answers.append(student.shares_memory(a, b))
        assert_unchanged(a, before_a, "the first tensor")
        assert_unchanged(b, before_b, "the second tensor")
    assert_globals_unchanged(student)
    assert_discerning(answers)


# 6 · standardize

# The deviations of these columns are at least 0.5, where the ways of letting eps = 1e-6 take part in the division
# differ by 2e-6 of the result at most (eps under the root), and float32 rounds to some 1e-6. The nearest mistake, N - 1
# for N, makes a difference of 5 % and more.
STANDARDIZED = {"rtol": 0, "atol": 1e-4}


def columns(n, d, rng, dtype=torch.float32, std=(0.5, 5.0), mean=(-3.0, 3.0)):
    """A table whose columns have deviations and means in the given ranges, and the same table standardized."""
    base = torch.randn(n, d, dtype=torch.float64, generator=rng)
    base = (base - base.mean(0)) / base.std(0, correction=0)
    x = (base * uniform(*std, (d,), rng) + uniform(*mean, (d,), rng)).to(dtype)
    a = x.double().numpy()  # as rounded to the dtype, which near 10,000 matters
    return x, torch.from_numpy((a - a.mean(axis=0)) / a.std(axis=0)).to(dtype)


@check("standardize", weight=2)
def test_columns_have_mean_0_and_deviation_1(student, rng):
    """Every column gets mean 0 and population deviation 1, measured over that column alone."""
    for n, d in [(7, 3), (4, 6), (3, 1)]:
        x, expected = columns(n, d, rng)
        assert_close(student.standardize(x), expected, **STANDARDIZED)


@check("standardize", hint="Over which dimension do the statistics run, and along which does broadcasting lay them?")
def test_square_table(student, rng):
    """A table with as many rows as columns is standardized by columns as well."""
    for n in (5, 2, 8):
        x, expected = columns(n, n, rng)
        assert_close(student.standardize(x), expected, **STANDARDIZED)


def assert_zeros(columns, what):
    """Zeros, or as good as: the mean of equal numbers may be off by their last digit."""
    assert_close(columns, torch.zeros_like(columns), rtol=0, atol=0.05, what=what)


@check("standardize", weight=2)
def test_constant_column_gives_zeros(student, rng):
    """A column that never changes becomes zeros, and so does a single row."""
    # 1/8 and small integers are exact in float32, so that every way of centring leaves exactly 0 of a constant column.
    x, _ = columns(8, 4, rng)
    x[:, 1], x[:, 3] = integer(2, 9, rng), 0.0
    result = student.standardize(x)
    assert_tensor(result, shape=(8, 4))
    assert_zeros(result[:, [1, 3]], "the result for columns that never change")
    assert_attempted(result[:, [0, 2]], (8, 2), "the result for columns that do change")
    row = student.standardize(torch.randn(1, 4, generator=rng))
    assert_tensor(row, shape=(1, 4), what="the result for a single row")
    assert_zeros(row, "the result for a single row")
    # The mean of equal numbers may be off by their last digit: 2e-9 here, a few times that in a matrix product. Divided
    # by something not below eps = 1e-6 this stays below 0.02. Divided by a deviation of 0 it is infinite.
    dull = student.standardize(uniform(0.01, 0.03, (16,), rng, torch.float32).expand(11, 16).clone())
    what = "the result for columns that repeat a fraction"
    assert_tensor(dull, shape=(11, 16), what=what)
    assert_zeros(dull, what)


@check("standardize", hint="`eps` is compared with the deviation itself, and it is the caller who chooses it.")
def test_deviation_of_at_most_eps_gives_zeros(student, rng):
    """A column that changes a little gives zeros where its deviation is at most eps, whatever eps the caller passes."""
    # A tenth of the usual eps and less; and deviations of 4 to 9 (variances of 16 to 81) for an eps of 10.
    results = []
    for arguments, spread in [({}, (2e-8, 1e-7)), ({"eps": 10.0}, (4.0, 9.0))]:
        wide, _ = columns(6, 2, rng, torch.float64, std=(2e4, 4e4))
        narrow, _ = columns(6, 2, rng, torch.float64, std=spread, mean=(-1.0, 1.0))
        results.append(student.standardize(torch.cat([wide, narrow], dim=1), **arguments))
    for result, which in zip(results, ("the usual eps", "an eps larger than usual"), strict=True):
        assert_tensor(result, shape=(6, 4))
        assert_attempted(result[:, :2], (6, 2), "the result for columns with a large deviation")
        what = f"the result for columns whose deviation is below {which}"
        assert_close(result[:, 2:], torch.zeros(6, 2), rtol=0, atol=1e-6, what=what, check_dtype=False)


@check("standardize", hint="Subtract the mean first and square afterwards.")
def test_far_from_zero(student, rng):
    """Columns that lie far from zero are standardized as well as others."""
    # In float32 numbers near 10,000 are 0.001 apart, so means may be off by as much: 0.00025 of these deviations. The
    # mean of the squares minus the square of the mean is off by 8 or so, and these variances are 16 to 25.
    for n, d in [(16, 3), (9, 9)]:
        x, expected = columns(n, d, rng, std=(4.0, 5.0), mean=(1e4, 1.1e4))
        assert_close(student.standardize(x), expected, rtol=0, atol=5e-3)


@check("standardize")
def test_float64_and_tiny_eps(student, rng):
    """A float64 table stays float64, to its full precision, and eps may be far smaller than usual."""
    # eps = 1e-12 beside deviations of 0.5 and more changes the 12th digit; a step through float32 changes the 7th.
    x, expected = columns(6, 3, rng, torch.float64)
    assert_close(student.standardize(x, eps=1e-12), expected, rtol=0, atol=1e-9)
    # Beside a deviation of 1e-4, eps = 1e-12 under the root changes 5e-5 of the result; 1e-6 instead changes 0.01.
    narrow, expected = columns(6, 3, rng, torch.float64, std=(1e-4, 2e-4))
    what = "the result for columns with a small spread and a smaller eps"
    assert_close(student.standardize(narrow, eps=1e-12), expected, rtol=0, atol=1e-3, what=what)


@check("standardize", weight=0.5, effects=True)
def test_table_unchanged(student, rng):
    """x and PyTorch's global state stay as they were."""
    x, _ = columns(6, 3, rng)
    before = x.clone()
    result = student.standardize(x)
    assert_unchanged(x, before, "your input x")
    assert_changed_copy(result, before)
    assert_globals_unchanged(student)


def assert_changed_copy(result, before):
    assert_attempted(result, tuple(before.shape))
    same = torch.equal(result, before)
    assert not same, "this could not be judged: the result is x as it was"


def assert_no_loop(small, large, more, rows):
    """So many more rows must not cost as many more tensor operations or Python instructions, as in any loop they do."""
    more_operations = large["operations"] - small["operations"]
    more_steps = large["steps"] - small["steps"]
    looped = max(more_operations, more_steps) >= more
    assert not looped, f"the work grows with the number of {rows}: there is a Python loop over them"


@check(
    "standardize",
    weight=0.5,
    hint="Broadcasting treats all rows at once. (Python's own `sum(x)` is a loop over the rows; `x.sum(0)` is none.)",
)
def test_no_loop_over_rows(student, rng):
    """There is no Python loop over the rows."""
    few, many = columns(4, 3, rng)[0], columns(64, 3, rng)[0]
    small = student.probe(probes.work_done, name="standardize", args=[few])
    large = student.probe(probes.work_done, name="standardize", args=[many])
    assert_changed_copy(small["result"], few)
    assert_changed_copy(large["result"], many)
    assert_no_loop(small, large, more=60, rows="rows")


# 7 · pairwise_distances

# |a|² + |b|² − 2ab loses digits to cancellation: for points of length up to 6, some 1e-5 in float32.
DISTANCES = {"rtol": 1e-4, "atol": 1e-4}


def distances_by_hand(a, b):
    rows = [[sum((p - q) ** 2 for p, q in zip(u, v, strict=True)) for v in b.tolist()] for u in a.tolist()]
    return torch.tensor(rows, dtype=torch.float64).to(a.dtype)


def assert_table(result, n, m):
    """Enough of a table to judge another side of it; returned as (n, m), also where it came transposed."""
    turned = isinstance(result, torch.Tensor) and tuple(result.shape) == (m, n)
    result = result.t() if turned else result
    assert_attempted(result, (n, m))
    return result


@check("pairwise_distances", weight=2)
def test_all_pairs(student, rng):
    """Entry [i, j] is the squared distance between point i of a and point j of b."""
    for n, m, d in [(4, 6, 3), (7, 2, 5), (1, 3, 2), (3, 4, 1)]:
        a, b = torch.randn(n, d, generator=rng), torch.randn(m, d, generator=rng)
        assert_close(student.pairwise_squared_distances(a, b), distances_by_hand(a, b), **DISTANCES)


@check("pairwise_distances")
def test_square_table_and_float64(student, rng):
    """As many points in a as in b, and as many coordinates, mix nothing up; float64 stays float64."""
    for n in (4, 5):
        a, b = normal((n, n), (n, n), rng=rng)
        expected = distances_by_hand(a, b)
        assert_close(student.pairwise_squared_distances(a, b), expected)
        a, b = normal((n, n), (n, n), rng=rng, dtype=torch.float32)
        expected = distances_by_hand(a, b)
        assert_close(student.pairwise_squared_distances(a, b), expected, **DISTANCES)


@check(
    "pairwise_distances",
    hint="Rounding can leave a little less than zero where two large, nearly equal numbers are subtracted.",
)
def test_never_negative(student, rng):
    """No squared distance is negative, however close two points are."""
    a = 100 + torch.randn(40, 8, generator=rng)
    b = torch.cat([a, a + 1e-3 * torch.randn(40, 8, generator=rng), a + 50])
    result = assert_table(student.pairwise_squared_distances(a, b), 40, 120)
    negative = bool((result < 0).any())
    assert not negative, "some squared distances are negative"
    # The points have squared lengths near 80,000, of which float32 keeps 0.01; the far ones are at distance 20,000.
    distant = float(result[:, 80:].min()) > 10 * float(result.diagonal().max())
    assert distant, "this could not be judged: distant points are no further apart than equal ones"


@check(
    "pairwise_distances",
    hint="Shapes (N, 1, D) and (1, M, D) broadcast to all pairs. (Python's own `sum` over a tensor is a loop, too.)",
)
def test_no_loop_over_points(student, rng):
    """There is no Python loop over the points of either set."""
    few_a, few_b = torch.randn(6, 3, generator=rng), torch.randn(5, 3, generator=rng)
    many_a, many_b = torch.randn(46, 3, generator=rng), torch.randn(45, 3, generator=rng)
    small = student.probe(probes.work_done, name="pairwise_squared_distances", args=[few_a, few_b])
    assert_table(small["result"], 6, 5)
    for a, b in [(many_a, few_b), (few_a, many_b), (many_a, many_b)]:
        large = student.probe(probes.work_done, name="pairwise_squared_distances", args=[a, b])
        assert_table(large["result"], len(a), len(b))
        assert_no_loop(small, large, more=40, rows="points")


@check("pairwise_distances", weight=0.5, effects=True)
def test_points_unchanged(student, rng):
    """Both sets of points and PyTorch's global state stay as they were."""
    a, b = torch.randn(4, 3, generator=rng), torch.randn(6, 3, generator=rng)
    before_a, before_b = a.clone(), b.clone()
    result = student.pairwise_squared_distances(a, b)
    assert_unchanged(a, before_a, "your input a")
    assert_unchanged(b, before_b, "your input b")
    assert_table(result, 4, 6)
    assert_globals_unchanged(student)


# 8 · one_hot_and_pick


def rows_with_a_one(labels, num_classes):
    return torch.tensor([[int(c == label) for c in range(num_classes)] for label in labels.tolist()])


@check("one_hot_and_pick", weight=2)
def test_one_hot(student, rng):
    """one_hot gives an int64 row for each label, with a single 1 and as many columns as there are classes."""
    for n, c in [(6, 4), (5, 5), (3, 8)]:
        labels = torch.randint(0, c, (n,), generator=rng)
        expected = rows_with_a_one(labels, c)
        assert_close(student.one_hot(labels, c), expected, what="one_hot(labels, num_classes)")
    low = torch.randint(0, 3, (6,), generator=rng)
    expected = rows_with_a_one(low, 7)
    assert_close(student.one_hot(low, 7), expected, what="one_hot for labels that do not use the last classes")


@check("one_hot_and_pick")
def test_one_hot_is_home_made(student, rng):
    """one_hot does its work without torch.nn.functional.one_hot."""
    labels = torch.randint(0, 5, (7,), generator=rng)
    expected = rows_with_a_one(labels, 5)
    seen = student.probe(probes.functions_called, name="one_hot", args=[labels, 5])
    assert_close(seen["result"], expected, check_dtype=False, what="one_hot(labels, num_classes)")
    home_made = "one_hot" not in seen["functions"]
    assert home_made, "your function calls torch.nn.functional.one_hot"


@check("one_hot_and_pick", weight=2)
def test_pick(student, rng):
    """pick takes from each row the logit of that row's own label, unchanged."""
    for n, c, dtype in [(6, 4, torch.float32), (5, 5, torch.float64), (3, 8, torch.float32)]:
        logits = torch.randn(n, c, generator=rng, dtype=dtype)
        labels = torch.randint(0, c, (n,), generator=rng)
        own = [row[label] for row, label in zip(logits.tolist(), labels.tolist(), strict=True)]
        expected = torch.tensor(own, dtype=dtype)
        assert_close(student.pick(logits, labels), expected, **EXACT, what="pick(logits, labels)")


@check(
    "one_hot_and_pick",
    weight=0.5,
    hint="`squeeze()` without a dimension drops every dimension of size 1.",
)
def test_batch_of_one(student, rng):
    """A batch of one keeps its batch dimension."""
    logits, labels = torch.randn(1, 4, generator=rng), torch.randint(0, 4, (1,), generator=rng)
    assert_tensor(student.one_hot(labels, 4), shape=(1, 4), what="one_hot for one label")
    assert_tensor(student.pick(logits, labels), shape=(1,), what="pick for one row")


@check("one_hot_and_pick", weight=0.5, hint="Methods whose names end in `_` change their tensor.", effects=True)
def test_labels_and_logits_unchanged(student, rng):
    """labels, logits and PyTorch's global state stay as they were."""
    logits, labels = torch.randn(5, 4, generator=rng), torch.randint(0, 4, (5,), generator=rng)
    before_logits, before_labels = logits.clone(), labels.clone()
    hot = student.one_hot(labels, 4)
    assert_unchanged(labels, before_labels, "the tensor of labels, given to one_hot,")
    picked = student.pick(logits, labels)
    assert_unchanged(labels, before_labels, "the tensor of labels, given to pick,")
    assert_unchanged(logits, before_logits, "the tensor of logits, given to pick,")
    for result, what in [(hot, "the result of one_hot"), (picked, "the result of pick")]:
        assert_tensor(result, what=what)
        varied = result.numel() > 1 and bool((result != result.flatten()[0]).any())
        assert varied, f"this could not be judged: all values of {what} are equal"
    assert_globals_unchanged(student)


# 9 · topk_accuracy


def ranked(ranks, classes, rng):
    """Logits without ties, and labels such that in row i exactly ranks[i] classes beat the label."""
    rows = torch.stack([torch.randperm(classes, generator=rng) for _ in ranks])
    labels = torch.tensor([row.index(classes - 1 - rank) for row, rank in zip(rows.tolist(), ranks, strict=True)])
    return (rows - classes / 2) * 0.75, labels


def shuffled(counts, rng):
    """Each rank as often as `counts` says, in random order."""
    ranks = [rank for rank, count in enumerate(counts) for _ in range(count)]
    return [ranks[i] for i in torch.randperm(len(ranks), generator=rng)]


@check("topk_accuracy", weight=2)
def test_share_of_labels_among_the_k_largest(student, rng):
    """The result is the share of rows whose own label is among the k largest logits, for every k."""
    counts = [3, 5, 2, 6, 4, 9]
    logits, labels = ranked(shuffled(counts, rng), 6, rng)
    for k in range(1, 7):
        share = number(student.topk_accuracy(logits.clone(), labels.clone(), k), "the result")
        # The mean of 29 zeros and ones in float32 is right to 1e-7; one sample more or less makes 0.03.
        assert_close(share, sum(counts[:k]) / 29, rtol=0, atol=1e-6)


@check("topk_accuracy")
def test_none_and_all(student, rng):
    """The share is 0 if every label comes just too late, and 1 if every label comes just in time; also for one row."""
    for rows in (9, 1):
        for k in (1, 2, 4):
            late, late_labels = ranked([k] * rows, 6, rng)
            share = number(student.topk_accuracy(late, late_labels, k), "the result")
            assert_close(share, 0.0, rtol=0, atol=1e-6, what="the result where every label comes just too late")
            timely, timely_labels = ranked([k - 1] * rows, 6, rng)
            share = number(student.topk_accuracy(timely, timely_labels, k), "the result")
            assert_close(share, 1.0, rtol=0, atol=1e-6, what="the result where every label comes just in time")


@check("topk_accuracy", hint="Squashing logits, or storing them with fewer digits, makes some of them equal.")
def test_large_and_close_logits(student, rng):
    """Logits are ranked by their own values, far apart or close together."""
    counts = [3, 5, 2, 6, 4, 9]
    # 150 apart, a softmax in float32 has zeros and a sigmoid ones only; 0.01 apart near 2000, float16 sees one number.
    for scale, offset in [(200.0, 0.0), (0.0125, 2000.0)]:
        logits, labels = ranked(shuffled(counts, rng), 6, rng)
        for k in (1, 2, 4, 5):
            share = number(student.topk_accuracy(offset + scale * logits, labels.clone(), k), "the result")
            assert_close(share, sum(counts[:k]) / 29, rtol=0, atol=1e-6)


def assert_depends_on_k(shares):
    """For these logits, two values of k have two different answers."""
    differ = number(shares[0], "the result") != number(shares[1], "the result")
    assert differ, "this could not be judged: the result is the same for every k"


@check("topk_accuracy")
def test_python_float_between_0_and_1(student, rng):
    """The result is a Python float between 0 and 1."""
    logits, labels = ranked(shuffled([4, 2, 1, 3], rng), 4, rng)
    shares = [student.topk_accuracy(logits.clone(), labels.clone(), k) for k in (2, 4)]
    for share in shares:
        assert_type(share, float)
        inside = 0 <= share <= 1
        assert inside, "the result does not lie between 0 and 1"
    assert_depends_on_k(shares)


@check("topk_accuracy", weight=0.5, effects=True)
def test_logits_unchanged(student, rng):
    """logits, labels and PyTorch's global state stay as they were."""
    logits, labels = ranked(shuffled([4, 2, 1, 3], rng), 4, rng)
    before_logits, before_labels = logits.clone(), labels.clone()
    shares = []
    for k in (2, 4):
        shares.append(student.topk_accuracy(logits, labels, k))
        assert_unchanged(logits, before_logits, "the tensor of logits")
        assert_unchanged(labels, before_labels, "the tensor of labels")
    assert_globals_unchanged(student)
    assert_depends_on_k(shares)


# 10 · normalize_images

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


# 11 · numpy_bridge

DTYPES_OF_ARRAYS = {
    "float64": torch.float64,
    "float32": torch.float32,
    "float16": torch.float16,
    "complex64": torch.complex64,
    "int64": torch.int64,
    "int16": torch.int16,
    "uint8": torch.uint8,
    "bool": torch.bool,
}


def arrays(rng):
    """An array of each dtype: fractions that float32 would round, integers that it cannot hold, bytes, bools."""
    fractions = uniform(1, 2, (4, 3), rng).numpy()
    large = (2**24 + 1 + 2 * torch.randint(1, 1000, (4, 3), generator=rng)).numpy()
    eighths = np.round(8 * fractions) / 8  # exact in float16, also after 1 is added twice
    return [
        fractions,
        fractions.astype(np.float32),
        eighths.astype(np.float16),
        (fractions + 1j * eighths).astype(np.complex64),
        large,
        (large % 1000).astype(np.int16),
        (large % 200).astype(np.uint8),
        large % 3 == 0,
    ]


LAYOUTS = {"whole": lambda a: a, "transposed": lambda a: a.T, "every other row": lambda a: a[::2]}


def laid_out(rng):
    """Pairs of an array and the name of a layout: all layouts for the first, and all dtypes."""
    every = arrays(rng)
    return [*((every[0], layout) for layout in LAYOUTS), *((a, "whole") for a in every)]


def tensor_like(array):
    """The tensor with an array's shape, dtype and values, built number by number."""
    return torch.tensor(array.tolist(), dtype=DTYPES_OF_ARRAYS[array.dtype.name])


def bumped(array):
    """What one write of the probe makes of an array."""
    return ~array if array.dtype == np.bool_ else np.asarray(array + 1, dtype=array.dtype)


@check("numpy_bridge")
def test_shared_memory(student, rng):
    """from_numpy_shared: what is written into the array shows in the tensor, and the other way round."""
    for array, layout in laid_out(rng):
        view = LAYOUTS[layout](array)
        seen = student.probe(probes.write_on_both_sides, name="from_numpy_shared", array=array, layout=layout)
        assert_close(seen["tensor"], tensor_like(view), **EXACT, what="the tensor")
        after, what = seen["tensor after a write into the array"], "the tensor, after the array was written to,"
        assert_close(after, tensor_like(bumped(view)), **EXACT, what=what)
        after, what = seen["array after both writes"], "the array, after the tensor was written to,"
        assert_close(after, bumped(bumped(view)), **EXACT, what=what)


@check("numpy_bridge")
def test_copied_memory(student, rng):
    """from_numpy_copy: array and tensor know nothing of each other, and the dtype is kept."""
    for array, layout in [*laid_out(rng), (np.array(2.5), "whole")]:
        view = LAYOUTS[layout](array)
        seen = student.probe(probes.write_on_both_sides, name="from_numpy_copy", array=array, layout=layout)
        assert_close(seen["tensor"], tensor_like(view), **EXACT, what="the tensor")
        after, what = seen["tensor after a write into the array"], "the tensor, after the array was written to,"
        assert_close(after, tensor_like(view), **EXACT, what=what)
        after, what = seen["array after both writes"], "the array, after the tensor was written to,"
        assert_close(after, bumped(view), **EXACT, what=what)


@check("numpy_bridge")
def test_to_numpy_keeps_values_and_dtype(student, rng):
    """to_numpy gives an array with the shape, dtype and values of the tensor, contiguous or not."""
    for array in arrays(rng):
        whole = tensor_like(array)
        pairs = [(whole, array), (whole.t(), array.T), (whole[1:, ::2], array[1:, ::2]), (whole[1, 2], array[1, 2])]
        for t, expected in pairs:
            assert_close(student.to_numpy(t), np.array(expected), **EXACT, what="to_numpy(t)")


@check("numpy_bridge", weight=0.5, effects=True)
def test_arrays_and_tensors_unchanged(student, rng):
    """What goes in and PyTorch's global state stay as they were."""
    array = arrays(rng)[0]
    before = array.copy()
    for name in ("from_numpy_shared", "from_numpy_copy"):
        assert_attempted(getattr(student, name)(array), (4, 3), f"the result of {name}")
    assert_unchanged(array, before, "your input a")
    for t in (tensor_like(array), tensor_like(array).to(torch.bfloat16), tensor_like(array).t().requires_grad_()):
        old = t.detach().clone().requires_grad_(t.requires_grad)
        result = student.to_numpy(t)
        assert_unchanged(t, old, "the input of to_numpy")
        assert_type(result, np.ndarray, "to_numpy(t)")
    assert_globals_unchanged(student)


@check("numpy_bridge")
def test_to_numpy_of_a_tensor_that_requires_grad(student, rng):
    """to_numpy takes tensors that require grad, and they still do afterwards."""
    x = torch.randn(3, 4, generator=rng)
    seen = student.probe(probes.arrays_of_tensors_in_a_graph, x=x)
    assert_close(seen["leaf"], np.array(x.tolist(), dtype=np.float32), **EXACT, what="to_numpy(t)")
    assert_close(seen["result"], 2 * np.array(x.tolist(), dtype=np.float32), **EXACT, what="to_numpy(t)")
    still = seen["leaf requires grad"] and seen["result requires grad"]
    assert still, "after to_numpy, your input does not require grad any more"


@check("numpy_bridge")
def test_to_numpy_of_bfloat16(student, rng):
    """to_numpy gives the values of a bfloat16 tensor as float32, large ones included."""
    x = (torch.randn(4, 3, generator=rng) * torch.tensor([1e-20, 1.0, 1e30])).to(torch.bfloat16)
    trained = x.clone().requires_grad_()
    for t, source in [(x, x), (x.t(), x.t()), (trained, x)]:
        expected = np.array(source.tolist(), dtype=np.float32)
        assert_close(student.to_numpy(t), expected, **EXACT, what="to_numpy of a bfloat16 tensor")


# 12 · linear


def linear_by_hand(x, weight, bias=None):
    """In float64 with NumPy: multiply with each row of the weight and add up."""
    a, w = x.detach().double().numpy(), weight.detach().double().numpy()
    y = np.stack([(a * row).sum(axis=-1) for row in w], axis=-1)
    return torch.from_numpy(y if bias is None else y + bias.detach().double().numpy()).to(x.dtype)


# float32 sums of up to 8 products of order 1 are right to some 1e-6, in whatever order they are added.
PRODUCTS = {"rtol": 1e-4, "atol": 1e-5}


@check("linear", hint="Row o of the weight belongs to output o, whatever the shape.")
def test_product_with_the_transposed_weight(student, rng):
    """Without a bias, the result is x times the transposed weight, square or not, in the dtype of the input."""
    for n, i, o in [(4, 3, 5), (6, 8, 2), (1, 4, 1), (3, 3, 3), (5, 5, 5)]:
        for dtype, tolerance in [(torch.float64, {}), (torch.float32, PRODUCTS)]:
            x, weight = normal((n, i), (o, i), rng=rng, dtype=dtype)
            assert_close(student.linear(x, weight), linear_by_hand(x, weight), **tolerance)


@check("linear")
def test_bias(student, rng):
    """The bias is added to every row, also a bias of one number; without one nothing is added."""
    for n, i, o in [(4, 3, 5), (5, 3, 5), (4, 3, 1)]:
        x, weight, bias = normal((n, i), (o, i), (o,), rng=rng, dtype=torch.float32)
        without, with_bias = linear_by_hand(x, weight), linear_by_hand(x, weight, bias)
        assert_close(student.linear(x, weight, bias), with_bias, **PRODUCTS)
        assert_close(student.linear(x, weight, bias=None), without, **PRODUCTS, what="the result without a bias")


@check("linear")
def test_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for leading in [(), (2, 4), (2, 1, 3), (3, 3, 3)]:
        x, weight, bias = normal((*leading, 3), (4, 3), (4,), rng=rng, dtype=torch.float32)
        without, with_bias = linear_by_hand(x, weight), linear_by_hand(x, weight, bias)
        assert_close(student.linear(x, weight), without, **PRODUCTS, what="the result without a bias")
        assert_close(student.linear(x, weight, bias), with_bias, **PRODUCTS)


@check("linear")
def test_gradients(student, rng):
    """Gradients flow back to the input, the weight and the bias."""
    for leading in [(4,), (), (2, 3)]:
        x, weight, bias = (t.requires_grad_() for t in normal((*leading, 3), (5, 3), (5,), rng=rng))
        y = student.linear(x, weight, bias)
        assert_attempted(y, (*leading, 5))
        assert y.requires_grad, "the result does not remember how it was made, so no gradient can flow back"
        upstream = torch.randn(*leading, 5, generator=rng, dtype=torch.float64)
        grads = torch.autograd.grad(y, [x, weight, bias], upstream, allow_unused=True)
        for grad, name in zip(grads, ("x", "the weight", "the bias"), strict=True):
            assert grad is not None, f"no gradient flows back to {name}"
        g, a, w = upstream.reshape(-1, 5).numpy(), x.detach().reshape(-1, 3).numpy(), weight.detach().numpy()
        assert_close(grads[0], torch.from_numpy(g @ w).view_as(x), what="the gradient of x")
        assert_close(grads[1], torch.from_numpy(g.T @ a), what="the gradient of the weight")


@check("linear", weight=0.5, effects=True)
def test_arguments_unchanged(student, rng):
    """Input, weight, bias and PyTorch's global state stay as they were."""
    arguments = normal((4, 3), (5, 3), (5,), rng=rng, dtype=torch.float32)
    before = [t.clone() for t in arguments]
    y = student.linear(*arguments)
    for t, old, name in zip(arguments, before, ("x", "the weight", "the bias"), strict=True):
        assert_unchanged(t, old, name)
    assert_attempted(y, (4, 5))
    assert_globals_unchanged(student)


# 13 · bf16_error

# The difference of a number and its rounding is exact in float32; the quotient is right to 1e-7. Dividing by the
# rounded number instead makes a difference of up to 4e-3, and rounding anything else to bfloat16 as much.
ERRORS = {"rtol": 1e-5, "atol": 0}


def errors_by_hand(x):
    """Round to nearest, ties to even, on the bits of float32; then compute in float64."""
    exact = np.atleast_1d(x.numpy())
    bits = np.ascontiguousarray(exact).view(np.uint32).astype(np.uint64)
    rounded = (((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) << 16).astype(np.uint32).view(np.float32)
    error = np.abs(exact.astype(np.float64) - rounded.astype(np.float64))
    nonzero = exact != 0
    relative = error[nonzero] / np.abs(exact[nonzero].astype(np.float64))
    return float(error.max()), float(relative.max(initial=0.0))


def measured(student, x):
    max_abs, max_rel = unpacked(student.bf16_error(x), "max_abs", "max_rel")
    return number(max_abs, "max_abs"), number(max_rel, "max_rel")


def assert_measured(student, x, what):
    expected = errors_by_hand(x)
    for name, mine, right in zip(("max_abs", "max_rel"), measured(student, x), expected, strict=True):
        assert_close(mine, right, **ERRORS, what=f"{name} of {what}")


def both_ways(x):
    """x, its mirror image and its reverse: no sign and no place is special."""
    return [x, -x, x.flip(0)]


@check("bf16_error")
def test_largest_absolute_error(student, rng):
    """max_abs is the largest error of all numbers, of either sign, in any shape."""
    for shape in [(40,), (5, 12), (2, 3, 4)]:
        for x in both_ways(10 * torch.randn(shape, generator=rng)):
            expected, _ = errors_by_hand(x)
            assert_close(measured(student, x)[0], expected, **ERRORS, what="max_abs")
    single = 1 + torch.rand((), generator=rng)
    expected, _ = errors_by_hand(single)
    assert_close(measured(student, single)[0], expected, **ERRORS, what="max_abs of a tensor without dimensions")


@check("bf16_error")
def test_largest_relative_error(student, rng):
    """max_rel is the largest error relative to its own number, wherever that is and however large the others are."""
    for shape in [(40,), (5, 12), (2, 3, 4)]:
        magnitudes = 10 ** uniform(-4, 6, shape, rng)
        for x in both_ways((magnitudes * torch.randn(shape, generator=rng)).float()):
            _, expected = errors_by_hand(x)
            assert_close(measured(student, x)[1], expected, **ERRORS, what="max_rel")


@check("bf16_error")
def test_zeros(student, rng):
    """A zero counts as error 0, beside other numbers and alone."""
    x = torch.randn(4, 6, generator=rng)
    x[1, 2], x[3, 0] = 0.0, -0.0
    assert_measured(student, x, "numbers with zeros among them")
    assert_measured(student, torch.zeros(3), "zeros")


@check("bf16_error", hint="A relative error does not depend on the size of the numbers: treat only exact zeros apart.")
def test_small_and_large_numbers(student, rng):
    """Very small and very large numbers are measured as well as others."""
    inputs = [scale * torch.randn(30, generator=rng) for scale in (1e-30, 1e-9, 1e20)]
    results = [measured(student, x) for x in inputs]
    for x, result in zip(inputs, results, strict=True):
        for name, mine, right in zip(("max_abs", "max_rel"), result, errors_by_hand(x), strict=True):
            assert_close(mine, right, **ERRORS, what=f"{name} of very small or very large numbers")


@check("bf16_error", weight=0.5)
def test_python_floats(student, rng):
    """Both results are Python floats."""
    result = unpacked(student.bf16_error(torch.randn(4, 6, generator=rng)), "max_abs", "max_rel")
    for mine, name in zip(result, ("max_abs", "max_rel"), strict=True):
        assert_type(mine, float, name)
        judged = mine > 0
        assert judged, f"this could not be judged: {name} is not above 0"


@check("bf16_error", weight=0.5, effects=True)
def test_rounded_numbers_unchanged(student, rng):
    """x, its zeros included, and PyTorch's global state stay as they were."""
    x = torch.randn(4, 6, generator=rng)
    x[2, 1] = 0.0
    before = x.clone()
    max_abs, _ = measured(student, x)
    assert_unchanged(x, before, "your input x")
    judged = max_abs > 0
    assert judged, "this could not be judged: max_abs is not above 0"
    assert_globals_unchanged(student)


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
    """Question 1: views and copies."""
    assert_answered(student, "q1", "a")


@check("quiz")
def test_question_2(student):
    """Question 2: broadcasting a row against a table."""
    assert_answered(student, "q2", "c")


@check("quiz")
def test_question_3(student):
    """Question 3: the dtype of a quotient."""
    assert_answered(student, "q3", "d")


@check("quiz")
def test_question_4(student):
    """Question 4: writing through a view."""
    assert_answered(student, "q4", "b")


@check("quiz")
def test_question_5(student):
    """Question 5: bytes of a tensor."""
    assert_answered(student, "q5", "b")
