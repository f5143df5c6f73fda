"""Hidden checks of standardize."""

import torch

from autograder.expect import assert_close, assert_tensor, assert_unchanged, check

from .. import common_probes
from ..common import assert_attempted, assert_calls_apart, assert_globals_unchanged, assert_no_loop, integer, uniform

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
    x, _ = columns(40, 2, rng, torch.float64, std=(0.5, 1.0))
    x[7, 0], x[3, 1] = 40.0, -40.0  # one number far from all others, six deviations from the mean
    expected = (x - torch.from_numpy(x.numpy().mean(0))) / torch.from_numpy(x.numpy().std(0))
    assert_close(student.standardize(x), expected, **STANDARDIZED, what="the result for columns with one large number")
    x, expected = columns(6, 4, rng)
    x[:, 1] = 3.0  # what becomes of this column itself is judged elsewhere
    others = [0, 2, 3]
    result = student.standardize(x)
    assert_tensor(result, shape=(6, 4))
    what = "the result for columns beside one that never changes"
    assert_close(result[:, others], expected[:, others], **STANDARDIZED, what=what)


@check("standardize")
def test_views(student, rng):
    """x may be a view: transposed, or every other row of a larger table."""
    for n, d in [(6, 4), (5, 5)]:
        x, expected = columns(n, d, rng, torch.float64)
        tall = torch.zeros(2 * n, d, dtype=torch.float64)
        tall[::2] = x
        for view in (x.t().contiguous().t(), tall[::2]):
            assert_close(student.standardize(view), expected, **STANDARDIZED, what="the result for a view")


@check("standardize")
def test_square_table(student, rng):
    """A table with as many rows as columns is standardized by columns as well."""
    for n in (5, 2, 8):
        x, expected = columns(n, n, rng)
        assert_close(student.standardize(x), expected, **STANDARDIZED)


def assert_zeros(columns, what):
    """Zeros, or as good as: the mean of equal numbers may be off by their last digit."""
    assert_close(columns, torch.zeros_like(columns), rtol=0, atol=0.05, what=what)


@check("standardize", weight=2, alone=False)
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


def on_the_border(rng):
    """Tables of one column whose deviation is exactly eps, together with eps: integers, so that no step rounds."""
    for n in (2, 4, 16):
        for eps in (1, 2, 3, 5, 6, 7, 10, 11):
            signs = torch.tensor([1.0, -1.0], dtype=torch.float64).repeat(n // 2)[:, None]
            yield integer(-9, 9, rng) + eps * signs, float(eps)


@check("standardize", alone=False)
def test_deviation_of_at_most_eps_gives_zeros(student, rng):
    """A column that changes a little gives zeros where its deviation is at most eps, whatever eps the caller passes."""
    # A little less than the usual eps; then, for an eps of 10, deviations whose squares are below it and above it.
    results = []
    for arguments, spread in [({}, (6e-7, 9e-7)), ({"eps": 10.0}, (1.5, 3.0)), ({"eps": 10.0}, (4.0, 9.0))]:
        wide, _ = columns(6, 2, rng, torch.float64, std=(2e4, 4e4))
        narrow, _ = columns(6, 2, rng, torch.float64, std=spread, mean=(-1.0, 1.0))
        results.append(student.standardize(torch.cat([wide, narrow], dim=1), **arguments))
    which_eps = ("the usual eps", "an eps larger than usual", "an eps larger than usual")
    for result, which in zip(results, which_eps, strict=True):
        assert_tensor(result, shape=(6, 4))
        assert_attempted(result[:, :2], (6, 2), "the result for columns with a large deviation")
        what = f"the result for columns whose deviation is below {which}"
        assert_close(result[:, 2:], torch.zeros(6, 2), rtol=0, atol=1e-6, what=what, check_dtype=False)
    # "At most eps" includes eps. A deviation that is worked out in a roundabout way may come out a last digit larger,
    # though not for every one of these tables; "less than eps" gives zeros for none of them.
    answers = [student.standardize(x, eps=eps) for x, eps in on_the_border(rng)]
    zeros = [isinstance(result, torch.Tensor) and not bool(result.any()) for result in answers]
    assert any(zeros), "a column whose deviation is exactly eps does not become zeros"


@check("standardize")
def test_far_from_zero(student, rng):
    """Columns that lie far from zero are standardized as well as others."""
    # In float32 numbers near 10,000 are 0.001 apart, so means may be off by as much: 0.00025 of these deviations. The
    # mean of the squares minus the square of the mean is off by 8 or so, and these variances are 16 to 25.
    for n, d in [(16, 3), (9, 9)]:
        x, expected = columns(n, d, rng, std=(4.0, 5.0), mean=(1e4, 1.1e4))
        assert_close(student.standardize(x), expected, rtol=0, atol=5e-3)
    # eps is no part of the mean: 1e-6 of it would be more than these deviations. In float64 even the mean of the
    # squares minus the square of the mean keeps three digits here.
    x, expected = columns(9, 3, rng, torch.float64, std=(0.05, 0.08), mean=(1e5, 1.1e5))
    what = "the result for columns far from zero with a small spread"
    assert_close(student.standardize(x), expected, rtol=0, atol=5e-3, what=what)


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
    # A deviation below the usual eps, for a caller whose eps is far smaller, also beside its square.
    narrow, expected = columns(6, 3, rng, torch.float64, std=(1e-7, 2e-7))
    what = "the result for columns whose deviation is below the usual eps, with a smaller one,"
    assert_close(student.standardize(narrow, eps=1e-20), expected, rtol=0, atol=1e-3, what=what)
    # Near 0 a column can vary by less than the dtype's own epsilon, which is about numbers near 1.
    tiny, expected = columns(6, 3, rng, std=(1e-8, 2e-8), mean=(-1e-8, 1e-8))
    what = "the result for tiny numbers with a tiny eps"
    assert_close(student.standardize(tiny, eps=1e-22), expected, rtol=0, atol=1e-3, what=what)


@check("standardize", weight=0.5)
def test_float16(student, rng):
    """A float16 table stays float16."""
    # float16 keeps three digits: near 3 its numbers are 0.002 apart, so means and deviations are off by as much.
    for n, d in [(6, 3), (4, 4)]:
        x, expected = columns(n, d, rng, torch.float16)
        assert_close(student.standardize(x), expected, rtol=0, atol=0.05, what="the result for a float16 table")
    x[:, 2] = integer(2, 9, rng)  # of four equal whole numbers every way of centring leaves 0, in float16 too
    assert_zeros(student.standardize(x)[:, 2], "the result for a float16 column that never changes")


@check("standardize", weight=0.5, effects=True, alone=False)
def test_table_unchanged(student, rng):
    """x, earlier results and PyTorch's global state stay as they were."""
    for dtype in (torch.float32, torch.float64):  # a conversion to what x is already makes no copy
        x, _ = columns(6, 3, rng, dtype)
        x[:, 1] = 3.0  # a column that never changes may be handled by other lines
        before = x.clone()
        result = student.standardize(x)
        assert_unchanged(x, before, "your input x")
        assert_changed_copy(result, before)
    assert_calls_apart(student, "standardize", *([columns(6, 3, rng)[0]] for _ in range(3)))
    assert_globals_unchanged(student)


def assert_changed_copy(result, before):
    assert_attempted(result, tuple(before.shape))
    same = torch.equal(result, before)
    assert not same, "this could not be judged: the result is x as it was"


@check("standardize", weight=0.5, alone=False)
def test_no_loop_over_rows(student, rng):
    """There is no Python loop over the rows."""
    few, many = columns(4, 3, rng)[0], columns(64, 3, rng)[0]
    small = student.probe(common_probes.work_done, name="standardize", args=[few])
    large = student.probe(common_probes.work_done, name="standardize", args=[many])
    assert_changed_copy(small["result"], few)
    assert_changed_copy(large["result"], many)
    assert_no_loop(small, large, more=60, rows="rows")
