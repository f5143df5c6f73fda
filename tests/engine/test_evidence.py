"""What a check judges wrong is its evidence: all of its cases, in a form in which names and orders do not matter."""

import numpy as np
import pytest
import torch

from autograder.boundary.failure import student_error
from autograder.engine.evidence import TELLING, Findings, findings, is_same, strength
from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, decisive, unhinted
from autograder.expect.evidence import recording

RIGHT = torch.tensor([1.0, 2.0, 3.0, 4.0])


def found(check, transcript=()) -> Findings:
    problem = None
    with recording() as evidence:
        try:
            check()
        except Exception as raised:
            problem = raised
    return findings(evidence, problem, transcript)


def both(first, second=None, expected=RIGHT):
    assert_close(first, expected)
    assert_close(first if second is None else second, 2 * expected)


def test_all_cases_are_judged_and_the_first_failure_is_the_message() -> None:
    with recording() as evidence:
        assert_close(RIGHT, RIGHT)
        assert_close(RIGHT + 1, RIGHT, what="the first")
        assert_equal([1], [2], "the second")
    assert (evidence.held, [one.kind for one in evidence.wrong]) == (1, ["close", "equal"])
    assert str(evidence.conclusion(ValueError("later"))).startswith("all 4 values of the first are wrong")


def test_where_nothing_is_recorded_assertions_raise_at_once() -> None:
    with pytest.raises(Mismatch):
        assert_close(RIGHT + 1, RIGHT)
    with recording() as evidence, pytest.raises(Mismatch), decisive():
        assert_close(RIGHT + 1, RIGHT)
    assert evidence.first is None and len(evidence.wrong) == 1


def test_evidence_is_kept_as_it_was() -> None:
    value = RIGHT + 1
    with recording() as evidence:
        assert_close(value, RIGHT)
        value.zero_()
    assert np.array_equal(evidence.wrong[0].actual[3], [2, 3, 4, 5])


def test_alike_up_to_rounding_and_in_any_order() -> None:
    one = found(lambda: both(RIGHT + 1, RIGHT + 5))
    assert is_same(one, found(lambda: both(RIGHT + 1.0002, RIGHT + 5)))
    assert not is_same(one, found(lambda: both(RIGHT + 1.1, RIGHT + 5)))

    def turned_round():
        assert_close(RIGHT + 5, 2 * RIGHT)
        assert_close(RIGHT + 1, RIGHT)

    assert is_same(one, found(turned_round))
    assert not is_same(one, found(lambda: assert_close(RIGHT + 1, RIGHT)))


def test_values_that_are_nearly_right_are_told_apart_by_their_errors() -> None:
    one, other = torch.tensor([2e-4, 0.0, 0.0, 0.0]), torch.tensor([0.0, 2e-4, 0.0, 2e-4])
    near = found(lambda: assert_close(RIGHT + one, RIGHT, atol=1e-8, rtol=0))
    assert is_same(near, found(lambda: assert_close(RIGHT + 1.1 * one, RIGHT, atol=1e-8, rtol=0)))
    assert not is_same(near, found(lambda: assert_close(RIGHT + other, RIGHT, atol=1e-8, rtol=0)))
    exact = RIGHT.double()
    rounded, otherwise = (found(lambda r=r: assert_close(exact + r * 1e-4, exact, atol=1e-12)) for r in (one, other))
    assert is_same(rounded, otherwise), "rounding says nothing"


def test_with_other_weights_the_error_is_compared() -> None:
    other = torch.tensor([5.0, -1.0, 2.0, 0.5])
    doubled, halved = (found(lambda f=f: assert_close(f * RIGHT, RIGHT)) for f in (2, 0.5))
    assert is_same(doubled, found(lambda: assert_close(2 * other, other)))
    assert not is_same(halved, found(lambda: assert_close(2 * other, other)))
    assert not is_same(doubled, found(lambda: assert_close(other + 1, other)))
    plus = found(lambda: assert_close(RIGHT + 1, RIGHT))
    assert not is_same(plus, found(lambda: assert_close(other - 1, other))), "all wrong is no likeness"


def test_the_words_of_an_exception_and_names_in_a_message_say_nothing() -> None:
    def raising(text, name="ValueError"):
        described = {"type": name, "bases": ["Exception"], "message": text, "frames": []}
        raise student_error(described)

    assert is_same(found(lambda: raising("a")), found(lambda: raising("b")))
    assert not is_same(found(lambda: raising("a")), found(lambda: raising("a", "TypeError")))

    def refused(text, line="y = x @ w"):
        described = {"type": "RuntimeError", "bases": ["Exception"], "message": text}
        raise student_error(described | {"frames": [{"cell": "f", "line": 2, "function": "f", "text": line}]})

    # Where no call comes to its end, the words are all there is, unless the student's code has chosen them.
    shapes = [found(lambda size=size: refused(f"cannot multiply ({size}x3 and 2x{size})")) for size in (4, 50)]
    other, chosen = found(lambda: refused("grad of a vector")), found(lambda: refused("no!", "raise RuntimeError(no)"))
    assert is_same(*shapes, by_words=True) and not is_same(shapes[0], other, by_words=True)
    assert is_same(shapes[0], other), "elsewhere it tells more where it failed"
    assert is_same(chosen, found(lambda: refused("never", "raise RuntimeError(never)")), by_words=True)

    def said(name, number):
        raise Mismatch(f"the gradient of {name} is missing in {number} cases")

    assert is_same(found(lambda: said("fc1.weight", 2)), found(lambda: said("layers.0.weight", 2)))
    assert not is_same(found(lambda: said("fc1.weight", 2)), found(lambda: said("fc1.weight", 3)))


def test_what_a_judgement_rests_on_tells_mistakes_apart() -> None:
    def chosen(letter):
        raise Mismatch("this is not the right answer", shows=letter)

    assert is_same(found(lambda: chosen("a")), found(lambda: chosen("a")))
    assert not is_same(found(lambda: chosen("a")), found(lambda: chosen("b")))
    assert found(lambda: chosen("a")).strength() >= TELLING


def test_what_could_not_be_judged_is_no_finding_unless_something_was_before() -> None:
    def unjudged():
        raise Mismatch("this could not be judged: all values are equal")

    def later():
        assert_tensor(RIGHT, shape=(2, 2))
        unjudged()

    assert found(unjudged).unjudged
    assert not found(later).unjudged
    assert is_same(found(later), found(lambda: assert_tensor(RIGHT, shape=(2, 2))))


def test_yes_and_no_are_weak_and_wrong_numbers_strong() -> None:
    assert found(lambda: assert_equal(True, False)).strength() < TELLING
    assert found(lambda: assert_close(0 * RIGHT, RIGHT)).strength() < TELLING
    assert found(lambda: assert_close(RIGHT + 0.5, RIGHT)).strength() >= TELLING


def test_the_same_error_in_every_check_is_one_thing_that_went_wrong() -> None:
    refused, other = Findings(ended=("RuntimeError", "")), Findings(ended=("KeyError", ""))
    assert strength([refused] * 5) == strength([refused]) == 1
    assert strength([refused, other, refused]) == 2
    assert strength([refused] * 5 + [found(lambda: assert_close(RIGHT + 0.5, RIGHT))]) >= TELLING


@pytest.mark.parametrize(
    "value",
    [
        *(RIGHT, RIGHT.bfloat16(), torch.ones(2, dtype=torch.complex64), torch.ones(3, device="meta"), np.arange(3)),
        *([1, "a"], {"k": 1.5}, {3, 1}, 10**30, None),
    ],
)
def test_findings_travel(value: object) -> None:
    transcript = [("value", value), ("error", ("E", "'a' is bad"))]
    before = found(lambda: assert_equal(value, "something else"), transcript)
    assert is_same(before, Findings.from_data(before.to_data()))


def test_what_the_hint_is_not_about_declines_it() -> None:
    with recording() as evidence:
        with unhinted():
            assert_close(RIGHT + 1, RIGHT)
        assert_close(RIGHT + 2, RIGHT)
    assert evidence.first is not None and evidence.first.declines_hint
    with pytest.raises(Mismatch) as raised, unhinted():
        raise Mismatch("something else")
    assert raised.value.declines_hint
    with pytest.raises(Mismatch) as raised:
        assert_close(RIGHT + 1, RIGHT)
    assert not raised.value.declines_hint
