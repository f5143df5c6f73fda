"""What an assertion establishes about a mistake is the diagnosis where nothing better is known; it is never a guess."""

import arena
import numpy as np
import pytest
import torch

from autograder.engine.evidence import findings
from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, assert_unchanged
from autograder.expect.evidence import recording

X = torch.tensor([[1.0, 2.0, 4.0], [3.0, 5.0, 9.0]])

SHOWS = {
    "written into": lambda: assert_unchanged(X + 1, X),
    "reshaped": lambda: assert_unchanged(X.reshape(3, 2), X),
    "switched": lambda: assert_unchanged(X.clone().requires_grad_(), X),
    "dtype": lambda: assert_close(X.double(), X),
    "order of dimensions": lambda: assert_close(X.T, X),
    "dimension lost": lambda: assert_close(X[0], X[:1]),
    "dimension left": lambda: assert_close(X[:1], X[0]),
    "number for tensor": lambda: assert_close(1.0, torch.tensor(1.0)),
    "tensor for number": lambda: assert_type(torch.tensor(1.0), float),
    "NumPy for number": lambda: assert_type(np.int64(1), int),
    "None": lambda: assert_close(None, X),
    "sign": lambda: assert_close(-X, X),
    "order": lambda: assert_close(X.flip(0), X),
    "factor": lambda: assert_close(3 * X, X),
    "rounded": lambda: assert_close(round(2 / 3, 4), 2 / 3),
    "through float32": lambda: assert_close((X / 3).double(), X.double() / 3),
}

SHOWS_NOTHING_MORE = {
    "other values": lambda: assert_close(X + 1, X),
    "nearly right": lambda: assert_close(X * torch.tensor([1.001, 1.002, 1.003]), X),
    "a share of fewer": lambda: assert_close(3 / 20, 2 / 13),
    "simple numbers": lambda: assert_close(torch.tensor([1.0, 0.001, 0.125]), torch.tensor([1.0001, 0.00103, 0.12504])),
    "float32 with one value of its own": lambda: assert_close((X / 3).double() + (X == 9), X.double() / 3),
    "a whole number in float32": lambda: assert_close(
        torch.ones(3).double(), torch.tensor([1.0, 1.0, 1 + 1e-8]).double()
    ),
    "infinite in float32": lambda: assert_close((X.double() * 1e40).float().double(), X.double() * 1e40),
    "another size": lambda: assert_close(X[:, :2], X),
    "NaN": lambda: assert_close(X / 0 * 0, X),
    "another key": lambda: assert_equal({"a": 1}, {"b": 1}),
    "an array for a tensor": lambda: assert_close(np.ones(3), torch.ones(3)),
}


def seen(*assertions):
    """What a check that makes these assertions has found."""
    with recording() as evidence:
        for assertion in assertions:
            assertion()
    return findings(evidence, evidence.conclusion(None), [])


@pytest.mark.parametrize("kind", SHOWS)
def test_what_an_assertion_establishes(kind):
    with pytest.raises(Mismatch) as caught:
        SHOWS[kind]()
    assert caught.value.mistake.kind == kind
    assert seen(SHOWS[kind]).mistake == caught.value.mistake


@pytest.mark.parametrize("kind", SHOWS_NOTHING_MORE)
def test_what_is_only_wrong_has_no_name(kind):
    assert seen(SHOWS_NOTHING_MORE[kind]).mistake is None


def test_a_large_integer_may_have_passed_through_float32():
    large = torch.tensor([2**53 + 1, 2**40 + 3, 7])
    assert seen(lambda: assert_close(large.float().long(), large)).mistake.kind == "through float32"
    assert seen(lambda: assert_close(large.double().long(), large)).mistake is None, "that was float64"
    assert seen(lambda: assert_close(large[:1].float().long(), large[:1])).mistake is None, "that could be either"


def test_a_check_that_sees_several_things_establishes_none():
    """A lost sign in one case and other values in the next have a cause that neither of them says."""
    assert seen(SHOWS["sign"], SHOWS["sign"]).mistake == seen(SHOWS["sign"]).mistake
    assert seen(SHOWS["sign"], SHOWS_NOTHING_MORE["other values"]).mistake is None
    assert seen(SHOWS["sign"], SHOWS["factor"]).mistake is None


def test_a_check_that_raises_in_its_own_words_may_name_the_mistake():
    def raised(**kwargs):
        with recording() as evidence:
            pass
        return findings(evidence, evidence.conclusion(Mismatch("it is slow", **kwargs)), [])

    assert raised().mistake is None
    assert raised(mistake="There is a loop over the points.").mistake.text == "There is a loop over the points."


def test_a_check_that_knows_how_values_came_about_may_say_so_where_they_are_wrong():
    how = "The rows are gone through one by one."
    assert seen(lambda: assert_close(X, X, mistake=how)).mistake is None
    assert seen(lambda: assert_close(-X, X, mistake=how)).mistake.text == how
    assert seen(lambda: assert_close(X.double(), X, mistake=how)).mistake.kind == "dtype", "no value was looked at"


def diagnoses(report, exercise):
    return [check.diagnosis for one in report.exercises if one.id == exercise for check in one.checks]


def test_the_report_says_it_where_no_known_mistake_fits(arena_engine):
    report = arena_engine.grade(arena.notebook(last="def last(x): return x.double() * 7")).report
    said, again = diagnoses(report, "last")
    assert "dtype torch.float64" in said and again is None, "once"


def test_a_known_mistake_says_more_and_goes_before(arena_engine):
    in_place = (arena.CHECKS / arena.NAME / "first" / "chaffs" / "in_place.py").read_text()
    report = arena_engine.grade(arena.notebook(first=in_place)).report
    assert in_place.split('"""')[1] in diagnoses(report, "first")
    assert "its caller still holds" not in str(diagnoses(report, "first"))
