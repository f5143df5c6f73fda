"""Hidden checks of pairwise_distances."""

import torch

from autograder.expect import assert_close, assert_unchanged, check

from .. import common_probes
from ..common import assert_attempted, assert_calls_apart, assert_globals_unchanged, assert_no_loop, normal

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


def lower_limit(result, expected):
    """What was done, if the result is right but for the numbers below one limit, which became that limit."""
    if not isinstance(result, torch.Tensor) or result.shape != expected.shape or bool((result <= 0).any()):
        return None
    limited = torch.allclose(result.double(), expected.clamp(min=float(result.min())), rtol=1e-6, atol=0.0)
    return "No distance falls below a limit that your function sets, and equal points are 0 apart." if limited else None


def cleared_below(result, expected):
    """What was done, if the result is right but for the numbers below one limit, which became 0."""
    if not isinstance(result, torch.Tensor) or result.shape != expected.shape:
        return None
    kept = result.double() > 0
    if not kept.any() or kept[expected > 0].all() or expected[~kept].max() >= expected[kept].min():
        return None
    right = torch.allclose(result[kept].double(), expected[kept], rtol=1e-6, atol=0.0)
    return "Distances below a limit that your function sets become 0. Two points may be that near." if right else None


@check("pairwise_distances", weight=2)
def test_all_pairs(student, rng):
    """Entry [i, j] is the squared distance between point i of a and point j of b."""
    for n, m, d in [(4, 6, 3), (7, 2, 5), (1, 3, 2), (3, 4, 1)]:
        a, b = torch.randn(n, d, generator=rng), torch.randn(m, d, generator=rng)
        assert_close(student.pairwise_squared_distances(a, b), distances_by_hand(a, b), **DISTANCES)


@check("pairwise_distances", weight=0.75)
def test_nearest_points(student, rng):
    """Entry [i, j] is smallest in row i where point j of b is the nearest one to point i of a."""
    for n, m, d in [(9, 12, 3), (12, 12, 4), (20, 7, 1)]:
        b = 10 * torch.stack([torch.randperm(m, generator=rng) for _ in range(d)], 1).float()
        nearest = torch.randint(0, m, (n,), generator=rng)
        a = b[nearest] + torch.rand(n, d, generator=rng)
        result = student.pairwise_squared_distances(a, b)
        assert_attempted(result, (n, m))
        assert_close(result.argmin(1), nearest, what="the place of the smallest number of each row")


@check("pairwise_distances", weight=0.5)
def test_views(student, rng):
    """a and b may be views: transposed, or every other point of more."""
    wide, many = normal((3, 8), (10, 3), rng=rng)
    for a, b in [(wide.t(), many[::2]), (many[::2], wide.t()), (wide.t()[::2], many.flip(0)[:, [2, 0, 1]])]:
        expected = distances_by_hand(a, b)
        assert_close(student.pairwise_squared_distances(a, b), expected, what="the result for views")


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
    a, b = 1000 * normal((4, 4), rng=rng)[0], normal((4, 4), rng=rng)[0]
    assert_close(student.pairwise_squared_distances(a, b), distances_by_hand(a, b), what="the result for far points")
    # Some 1e-8 and 0: in float64 no way of calculating them, the shortcut included, is off by more than 1e-21.
    near, a = 1e-4 * normal((4, 4), rng=rng)[0], 1e-4 * normal((4, 4), rng=rng)[0]
    near[2] = a[1]
    result, expected = student.pairwise_squared_distances(a, near), distances_by_hand(a, near)
    what = "the result for points close to each other"
    assert_close(result, expected, rtol=1e-6, atol=1e-15, what=what, mistake=lower_limit(result, expected))
    # In float32 the shortcut is off by some 1e-15 here.
    a, near = a.float(), near.float()
    expected = distances_by_hand(a, near)
    assert_close(student.pairwise_squared_distances(a, near), expected, rtol=1e-3, atol=1e-12, what=what)
    # Squared distances from about 1 to about 1e-12.
    near = 10.0 ** -torch.arange(7)[:, None] * torch.rand(7, 4, generator=rng, dtype=torch.float64)
    a = 10.0 ** -torch.arange(7)[:, None] * torch.rand(7, 4, generator=rng, dtype=torch.float64)
    result, expected = student.pairwise_squared_distances(a, near), distances_by_hand(a, near)
    assert_close(result, expected, rtol=1e-6, atol=1e-15, what=what, mistake=cleared_below(result, expected))


@check("pairwise_distances", alone=False)
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


@check("pairwise_distances", alone=False)
def test_no_loop_over_points(student, rng):
    """There is no Python loop over the points of either set, nor over blocks of them."""
    few_a, few_b = torch.randn(6, 3, generator=rng), torch.randn(5, 3, generator=rng)
    many_a, many_b = torch.randn(46, 3, generator=rng), torch.randn(45, 3, generator=rng)
    small = student.probe(common_probes.work_done, name="pairwise_squared_distances", args=[few_a, few_b])
    assert_table(small["result"], 6, 5)
    for a, b in [(many_a, few_b), (few_a, many_b), (many_a, many_b)]:
        large = student.probe(common_probes.work_done, name="pairwise_squared_distances", args=[a, b])
        assert_table(large["result"], len(a), len(b))
        assert_no_loop(small, large, more=40, rows="points")
    # Blocks of up to 256 points: sixteen of them, and at least one operation each. Without a loop nothing is added.
    huge_a, huge_b = torch.randn(4096, 3, generator=rng), torch.randn(4095, 3, generator=rng)
    for a, b in [(huge_a, few_b), (few_a, huge_b)]:
        large = student.probe(common_probes.work_done, name="pairwise_squared_distances", args=[a, b])
        assert_table(large["result"], len(a), len(b))
        assert_no_loop(small, large, more=15, rows="points", what="them, or over blocks of them")


@check("pairwise_distances", weight=0.5, effects=True, alone=False)
def test_points_unchanged(student, rng):
    """Both sets of points, earlier results and PyTorch's global state stay as they were."""
    for dtype in (torch.float32, torch.float64):  # a conversion to what they are already makes no copy
        a, b = normal((4, 3), (6, 3), rng=rng, dtype=dtype)
        before_a, before_b = a.clone(), b.clone()
        result = student.pairwise_squared_distances(a, b)
        assert_unchanged(a, before_a, "your input a")
        assert_unchanged(b, before_b, "your input b")
        assert_table(result, 4, 6)
    tables = [normal((4, 3), (6, 3), rng=rng) for _ in range(3)]
    assert_calls_apart(student, "pairwise_squared_distances", *tables)
    assert_globals_unchanged(student)
