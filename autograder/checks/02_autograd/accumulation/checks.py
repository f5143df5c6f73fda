"""Hidden checks of accumulation."""

from autograder.expect import Mismatch, assert_close, assert_type, check

from ..common import a_float, assert_from_autograd, assert_globals_unchanged, number, unpacked
from . import probes

ACCUMULATED = ("after one backward", "after two", "after clearing and a third")


def accumulated(student, theta):
    return unpacked(student.accumulation(theta), *ACCUMULATED)


def assert_accumulated(student, rng, index, times):
    """The number at this place is so many times the derivative of θ³."""
    what = f"the gradient {ACCUMULATED[index]}"
    for theta in (a_float(1.5, 4, rng), a_float(-4, -1.5, rng), a_float(0.1, 0.9, rng), 0.0, a_float(3000, 9000, rng)):
        value = number(accumulated(student, theta)[index], what)
        # θ² in float32 is right to 1e-7; a missing backward is off by a half.
        assert_close(value, 3 * theta * theta * times, rtol=1e-5, atol=1e-6, what=what)
    for theta in (a_float(0.002, 0.009, rng), a_float(2e-5, 9e-5, rng)):
        value = number(accumulated(student, theta)[index], what)
        # Five digits, not five decimals.
        assert_close(value, 3 * theta * theta * times, rtol=1e-5, atol=0, what=f"{what} for a small theta")


@check("accumulation")
def test_first_gradient(student, rng):
    """The first number is the gradient of θ³ after one backward."""
    assert_accumulated(student, rng, 0, 1)


@check("accumulation", weight=2)
def test_second_gradient(student, rng):
    """The second number is what .grad holds after a second backward, without clearing it in between."""
    assert_accumulated(student, rng, 1, 2)


@check("accumulation")
def test_gradient_after_clearing(student, rng):
    """The third number is what .grad holds after it was cleared and backward ran again."""
    assert_accumulated(student, rng, 2, 1)


@check("accumulation", weight=0.5, alone=False)
def test_gradients_are_floats(student, rng):
    """All three are Python floats, and the global state stays as it was."""
    gradients = accumulated(student, a_float(1.5, 4, rng))
    for value, when in zip(gradients, ACCUMULATED, strict=True):
        assert_type(value, float, f"the gradient {when}")
    judged = all(value > 0 for value in gradients)
    assert judged, "this could not be judged: a gradient is not above 0"
    assert_globals_unchanged(student)


@check("accumulation", weight=2, alone=False)
def test_backward_runs_three_times(student, rng):
    """The numbers come from three backward calls, and not from a formula."""
    theta = a_float(1.5, 4, rng)
    seen = assert_from_autograd(student, "accumulation", [[theta]], by_moment, rng)
    if seen["differentiated"]["backward"] < 3:
        raise Mismatch(
            "fewer than three backward calls ran in your function",
            shows=read_off(student, theta),
            mistake="Not each of the three numbers is read off after a backward of its own: one is calculated from "
            "another, or is another.",
        )
    # torch.autograd.grad and torch.func return a gradient, and leave .grad as it is.
    if seen["differentiated"]["into .grad"] < 3:
        raise Mismatch(
            "fewer than three of the gradients that PyTorch found in your function were put into a .grad",
            mistake="PyTorch is asked for a gradient that it returns, as `torch.autograd.grad` does, instead of adding "
            "it to a `.grad`. All three numbers are what `backward` leaves in the `.grad` of a leaf.",
        )


def read_off(student, theta):
    """Which of the backward calls each number was read off after, by how large it is where their gradients differ."""
    result = student.probe(probes.numbers_of_unequal_gradients, theta=theta, factors=[1.0, 10.0, 100.0])
    if not isinstance(result, (tuple, list)):
        return None
    return [round(number(value, "a gradient") / (3 * theta * theta), 2) for value in result]


def by_moment(result):
    moments = zip(unpacked(result, *ACCUMULATED), ACCUMULATED, strict=True)
    return {f"the gradient {when}": number(value, f"the gradient {when}") for value, when in moments}


@check("accumulation", weight=0.5, alone=False)
def test_one_leaf(student, rng):
    """All three numbers are the .grad of one leaf, cleared before the third backward and not before the second."""
    theta = a_float(1.5, 4, rng)
    values = [number(value, "a gradient") for value in accumulated(student, theta)]
    judged = min(values) > 0
    assert judged, "this could not be judged: a gradient is not above 0"
    seen = student.probe(probes.leaves_reached, theta=theta)
    assert seen["leaves"], "this could not be judged: no backward call reached a leaf"
    if seen["leaves"] > 1:
        raise Mismatch(
            "the backward calls reach more than one leaf; the three numbers are to be the .grad of one",
            mistake="More than one leaf is made. A new leaf has no gradient yet: nothing adds up in it, and nothing "
            "has to be cleared.",
        )
    # At least: who calls backward more often has done all that was asked, if these are among the calls.
    if seen["before"] and not any(seen["before"]):
        raise Mismatch(
            "no backward call of yours finds a gradient in .grad; the second is to come with nothing cleared before it",
            mistake="The gradient is cleared before each backward. The second is to add to what the first has left."
            if len(seen["before"]) > 1
            else None,
        )
    if len(seen["before"]) > 2 and all(seen["before"][1:]):
        raise Mismatch(
            "every backward call but the first finds a gradient in .grad; before the third it is to be cleared",
            mistake="The gradient is not cleared before the third backward, or only afterwards.",
        )
