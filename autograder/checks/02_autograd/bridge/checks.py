"""Hidden checks of bridge."""

from autograder.expect import assert_close, assert_type, check

from ..common import a_float, assert_from_autograd, assert_globals_unchanged, number, unpacked

# Numbers of order 1 to 30, added and multiplied once or twice in float32.
BRIDGE = {"rtol": 1e-5, "atol": 1e-4}


def two_triples(result):
    """(p, dp_dx, dp_dy) and (q, dq_dx, dq_dy)."""
    p, q = unpacked(result, "p and its gradients", "q and its gradients")
    p = unpacked(p, "p", "dp_dx", "dp_dy", what="the first triple")
    q = unpacked(q, "q", "dq_dx", "dq_dy", what="the second triple")
    return p, q


def bridged(student, x, y):
    return two_triples(student.bridge(x, y))


def bridge_points(rng):
    """Points in all four quadrants, far enough from the axes that no two of the answers are alike."""
    sizes = [(a_float(0.5, 2, rng), a_float(2.5, 5, rng)) for _ in range(8)]
    return [(x * (-1) ** (i % 2), y * (-1) ** (i // 2 % 2)) for i, (x, y) in enumerate(sizes)]


def assert_number_close(actual, expected, what, **tolerance):
    assert_close(number(actual, what), float(expected), **{**BRIDGE, **tolerance}, what=what)


def points_of_any_size(rng):
    """Small, tiny and large; positive, so that nothing cancels: with atol=0, each number has five digits."""
    for scale, words in [(1e-3, "small"), (1e-7, "tiny"), (1e6, "large")]:
        yield scale * a_float(2, 4, rng), scale * a_float(5, 9, rng), f"for {words} numbers"


def equal_numbers(rng):
    """Twice the same number: x and y are two variables all the same."""
    x = a_float(0.5, 2, rng)
    return x, x


@check("bridge")
def test_values_of_p_and_q(student, rng):
    """p = (x + y)·y and q = x·y + relu(x²), for numbers of either sign."""
    for x, y in bridge_points(rng):
        p, q = bridged(student, x, y)
        assert_number_close(p[0], (x + y) * y, "p")
        assert_number_close(q[0], x * y + x * x, "q")
    for x, y, words in points_of_any_size(rng):
        p, q = bridged(student, x, y)
        assert_number_close(p[0], (x + y) * y, f"p {words}", atol=0)
        assert_number_close(q[0], x * y + x * x, f"q {words}", atol=0)


@check("bridge")
def test_gradients_of_p(student, rng):
    """dp_dx and dp_dy, in this order."""
    for x, y in bridge_points(rng):
        p, _ = bridged(student, x, y)
        assert_number_close(p[1], y, "dp_dx")
        assert_number_close(p[2], x + 2 * y, "dp_dy")
    for x, y, words in points_of_any_size(rng):
        p, _ = bridged(student, x, y)
        assert_number_close(p[1], y, f"dp_dx {words}", atol=0)
        assert_number_close(p[2], x + 2 * y, f"dp_dy {words}", atol=0)
    x, y = equal_numbers(rng)
    p, _ = bridged(student, x, y)
    assert_number_close(p[1], y, "dp_dx where x and y are equal")
    assert_number_close(p[2], x + 2 * y, "dp_dy where x and y are equal")


@check("bridge")
def test_gradients_of_q(student, rng):
    """dq_dx and dq_dy, in this order, and of q alone."""
    for x, y in bridge_points(rng):
        _, q = bridged(student, x, y)
        assert_number_close(q[1], y + 2 * x, "dq_dx")
        assert_number_close(q[2], x, "dq_dy")
    for x, y, words in points_of_any_size(rng):
        _, q = bridged(student, x, y)
        assert_number_close(q[1], y + 2 * x, f"dq_dx {words}", atol=0)
        assert_number_close(q[2], x, f"dq_dy {words}", atol=0)
    x, y = equal_numbers(rng)
    _, q = bridged(student, x, y)
    assert_number_close(q[1], y + 2 * x, "dq_dx where x and y are equal")
    assert_number_close(q[2], x, "dq_dy where x and y are equal")


@check("bridge", weight=0.5)
def test_zeros(student, rng):
    """A zero is a number like any other: all six are right where x or y is 0."""
    for x, y in [(0.0, a_float(2, 5, rng)), (a_float(-2, -1, rng), 0.0), (0.0, 0.0)]:
        p, q = bridged(student, x, y)
        for value, expected, what in zip(p, ((x + y) * y, y, x + 2 * y), ("p", "dp_dx", "dp_dy"), strict=True):
            assert_number_close(value, expected, what)
        for value, expected, what in zip(q, (x * y + x * x, y + 2 * x, x), ("q", "dq_dx", "dq_dy"), strict=True):
            assert_number_close(value, expected, what)


@check("bridge", weight=0.5, alone=False)
def test_bridge_of_python_floats(student, rng):
    """All six numbers are Python floats, and the global state stays as it was."""
    p, q = bridged(student, a_float(1, 2, rng), a_float(-2, -1, rng))
    names = ("p", "dp_dx", "dp_dy", "q", "dq_dx", "dq_dy")
    for value, name in zip([*p, *q], names, strict=True):
        assert_type(value, float, name)
    judged = len({*p, *q}) > 2
    assert judged, "this could not be judged: nearly all of the six numbers are equal"
    assert_globals_unchanged(student)


@check("bridge", weight=2, alone=False)
def test_bridge_by_autograd(student, rng):
    """Autograd finds the derivatives, not a formula."""
    inputs = [list(point) for point in bridge_points(rng)[:4]]  # one in each quadrant
    assert_from_autograd(student, "bridge", inputs, derivatives, rng)


def derivatives(result):
    p, q = two_triples(result)
    names = ("dp_dx", "dp_dy", "dq_dx", "dq_dy")
    return {name: number(value, name) for name, value in zip(names, [*p[1:], *q[1:]], strict=True)}
