"""What check authors import: what passes, what is refused, and that no message gives an answer away."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_type, assert_unchanged, check

T = torch.tensor


def refusal(function, *args, **kwargs) -> str:
    """The message a student would read."""
    with pytest.raises(Mismatch) as caught:
        function(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        torch.arange(6.0).reshape(2, 3),
        torch.arange(6).reshape(2, 3),
        T([True, False]),
        T([1 + 2j, 3 - 1j]),
        torch.empty(0, 3),
        torch.empty(0, dtype=torch.int64),
        T(1.5),
        T([1.0, 2.0], dtype=torch.bfloat16),
        T([1.0, 2.0], dtype=torch.float16),
        T([1.0, 2.0]).to(torch.float8_e4m3fn),
        T([2**63, 1], dtype=torch.uint64),
        T([float("inf"), -float("inf"), 0.0]),
        torch.ones(3, requires_grad=True),
        torch.ones(4, 4).T[1:],
        np.arange(3.0),
        np.array([1, 2], dtype=np.uint8),
        True,
        3,
        10**400,
        2.5,
        1j,
    ],
    ids=repr,
)
def test_a_value_is_close_to_itself(value):
    assert_close(value, value)
    assert_equal(value, value)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ((3, 1), (3,)),
        ((3,), (3, 1)),
        ((1, 3), (3, 3)),
        ((), (1,)),
        ((1,), ()),
        ((0, 3), (3,)),
        ((1,), (0,)),
        ((2, 3), (3, 2)),
    ],
)
@pytest.mark.parametrize("make", [torch.zeros, np.zeros], ids=["torch", "numpy"])
def test_shapes_are_compared_first_and_nothing_is_broadcast(make, actual, expected):
    message = refusal(assert_close, make(actual), make(expected))
    assert message.startswith(f"the result has shape {actual}; it must have shape {expected}")


def test_a_transposed_result_and_a_dimension_of_size_one_are_named():
    assert "transposed" in refusal(assert_close, torch.zeros(2, 3), torch.zeros(3, 2))
    assert "keepdim" in refusal(assert_close, torch.zeros(3, 1), torch.zeros(3))
    assert "transposed" not in refusal(assert_close, torch.zeros(2, 4), torch.zeros(3, 2))


def test_a_dtype_mismatch_says_both_dtypes():
    message = refusal(assert_close, torch.ones(3, dtype=torch.float64), torch.ones(3), what="the gradient")
    assert message == "the gradient has dtype torch.float64; it must have dtype torch.float32"
    message = refusal(assert_close, np.ones(3, np.float32), np.ones(3))
    assert message == "the result has dtype float32; it must have dtype float64"


def test_check_dtype_false_compares_values_alone():
    assert_close(T([1, 2]), T([1.0, 2.0]), check_dtype=False)
    assert_close(1, 1.0, check_dtype=False)
    assert_close(np.float32(0.5), 0.5, check_dtype=False)
    refusal(assert_close, T([1, 2]), T([1.0, 2.5]), check_dtype=False)
    refusal(assert_close, T([1.0]), 1.0, check_dtype=False)  # a tensor is no number, whatever its dtype


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (T(1.0), 1.0, ["a tensor of shape ()", "a Python float", ".item()"]),
        (1.0, T(1.0), ["a Python float", "a tensor"]),
        (np.float32(1.0), 1.0, ["NumPy float32", "Python float"]),
        (1, 1.0, ["a Python int", "a Python float"]),
        (1.0, 1, ["a Python float", "a Python int"]),
        (True, 1, ["a Python bool", "a Python int"]),
        (1, True, ["a Python int", "a Python bool"]),
        (None, T(1.0), ["None", "a tensor", "return"]),
        (None, 1.0, ["None", "return"]),
        ([1.0], T([1.0]), ["a list with 1 item", "a tensor"]),
        (T([1.0]), np.array([1.0]), ["a NumPy array", ".numpy()"]),
        ("1.0", 1.0, ["a string", "a Python float"]),
        (torch.ones(2).to_sparse(), torch.ones(2), ["sparse"]),
        (torch.ones(2, device="meta"), torch.ones(2), ["meta"]),
        (np.array(["a"]), np.array([1.0]), ["dtype <U1"]),
    ],
    ids=lambda value: repr(value)[:25],
)
def test_another_kind_of_value_is_refused_in_words(actual, expected, words):
    message = refusal(assert_close, actual, expected)
    assert all(word in message for word in words), message


def test_a_numpy_float64_is_a_python_float():
    assert_close(np.float64(2.5), 2.5)


def test_nan_never_passes_unless_it_is_expected():
    nan = float("nan")
    assert "1 of the 2 values of the result is NaN" in refusal(assert_close, T([1.0, nan]), T([1.0, 2.0]))
    assert "all 2 values of the result are NaN" in refusal(assert_close, T([nan, nan]), T([1.0, 2.0]))
    assert "the result is NaN" in refusal(assert_close, nan, 1.0)
    assert_close(T([1.0, nan]), T([1.0, nan]), equal_nan=True)
    refusal(assert_close, T([nan, 1.0]), T([1.0, nan]), equal_nan=True)
    refusal(assert_close, T([1.0, 2.0]), T([1.0, nan]), equal_nan=True)


def test_an_expected_nan_is_the_authors_mistake_and_no_verdict():
    with pytest.raises(ValueError, match="equal_nan"):
        assert_close(T([1.0]), T([float("nan")]))
    with pytest.raises(TypeError):
        assert_close("x", "x")


def test_infinities_equal_themselves_alone():
    inf = float("inf")
    assert "infinite" in refusal(assert_close, T([inf, 1.0]), T([2.0, 1.0]))
    assert "infinite" in refusal(assert_close, T([-inf]), T([inf]))
    # The bound atol + rtol·inf is infinite; a finite value is still not within it.
    assert "wrong" in refusal(assert_close, T([5.0, 1.0]), T([inf, 1.0]), rtol=0.1)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64])
def test_the_default_tolerance_lies_between_rounding_and_a_mistake(dtype):
    spacing = torch.finfo(dtype).eps
    right = T([1.0, 2.0, 4.0], dtype=dtype)
    assert_close(right * (1 + spacing), right)
    refusal(assert_close, right * 1.05, right)


def test_integers_and_bools_are_exact():
    refusal(assert_close, T([2**62 + 1]), T([2**62]))
    refusal(assert_close, T([2**63 + 1], dtype=torch.uint64), T([2**63], dtype=torch.uint64))
    refusal(assert_close, T([True]), T([False]))
    refusal(assert_close, 10**400 + 1, 10**400)


def test_a_tolerance_given_replaces_that_default_alone():
    assert_close(T([1.1]), T([1.0]), rtol=0.2)
    assert_close(T([1.1]), T([1.0]), atol=0.2)
    refusal(assert_close, T([1.000005]), T([1.0]), rtol=0, atol=0)


def test_python_floats_are_as_precise_as_a_float32_item():
    assert_close(T(0.1).item(), 0.1)
    refusal(assert_close, 0.1001, 0.1)


@pytest.mark.parametrize(
    ("change", "clue"),
    [
        (lambda x: -x, "sign"),
        (lambda x: 2 * x, "factor"),
        (lambda x: x.flip(0), "order"),
        (lambda x: x * 0, "0."),
        (lambda x: x * 1.001, "Nearly right"),
        (lambda x: x**2, None),
    ],
    ids=["negated", "doubled", "flipped", "zero", "imprecise", "squared"],
)
def test_clues(change, clue):
    right = torch.arange(1.0, 13.0).reshape(3, 4)
    message = refusal(assert_close, change(right), right)
    assert clue in message if clue else message.endswith("are wrong"), message


def test_a_common_place_of_the_wrong_values_is_named():
    right = torch.arange(1.0, 13.0).reshape(3, 4)
    wrong = right.clone()
    wrong[2] += 5
    assert "all at index 2 (the last) of dimension 0" in refusal(assert_close, wrong, right)
    wrong = right.clone()
    wrong[:, 0] += 5
    assert "all at index 0 (the first) of dimension 1" in refusal(assert_close, wrong, right)


def test_assert_equal_looks_into_containers():
    assert_equal({"shape": torch.Size([2, 3]), "dtype": torch.int8}, {"shape": (2, 3), "dtype": torch.int8})
    assert_equal([1, "a", None, (T([1]),)], [1, "a", None, (T([1]),)])
    assert refusal(assert_equal, {"a": 1}, {"a": 1, "b": 2}) == "the result has no key 'b'"
    assert refusal(assert_equal, {"a": 1, "c": 1}, {"a": 1}) == "the result has keys it must not have: 'c'"
    assert refusal(assert_equal, {"a": 2}, {"a": 1}, "describe(t)") == "describe(t)['a'] is wrong"
    assert refusal(assert_equal, [1, 2], (1, 2)) == "the result is a list with 2 items; it must be a tuple"
    assert refusal(assert_equal, (1, 2, 3), (1, 2)) == "the result has 3 items; it must have 2"
    assert refusal(assert_equal, (1, 3), (1, 2)) == "1 of the 2 items of the result is wrong"
    assert "[1] is a Python float" in refusal(assert_equal, (1, 2.0), (1, 2))
    refusal(assert_equal, {1, 2}, {1, 3})
    refusal(assert_equal, 0, None)
    refusal(assert_equal, T([1.0]), T([1.0 + 1e-7]))


def test_assert_tensor_and_assert_type():
    assert_tensor(torch.ones(2, 3), shape=(2, 3), dtype=torch.float32)
    assert_type(3, int)
    assert_type(3, (str, int))
    assert "shape" in refusal(assert_tensor, torch.ones(2, 3), shape=(3, 2))
    assert "dtype" in refusal(assert_tensor, torch.ones(2), dtype=torch.int64)
    assert refusal(assert_type, True, int) == "the result is a Python bool (True or False); it must be a Python int"
    assert refusal(assert_type, 3, (str, float)) == "the result is a Python int; it must be a string or a Python float"


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text))


values = st.floats(1e3, 1e9, allow_nan=False).map(lambda x: round(x, 3))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(values, min_size=1, max_size=6),
    st.lists(values, min_size=6, max_size=6),
    st.sampled_from([0, 1, -1, 2, None]),
)
def test_no_message_holds_an_expected_value_or_a_difference(expected, other, factor):
    """All values are large, so that no count or index of a message can be taken for one."""
    right = torch.tensor(expected, dtype=torch.float64)
    given_ = torch.tensor(other[: len(expected)], dtype=torch.float64) if factor is None else right * factor
    try:
        assert_close(given_, right)
        assert_equal(given_.tolist(), right.tolist())
        assert_close(given_[0].item(), right[0].item())
    except Mismatch as mismatch:
        assert all(abs(float(number)) <= 10 for number in numbers_in(str(mismatch))), str(mismatch)


@settings(max_examples=50, deadline=None)
@given(st.text("abcdefgh", min_size=6), st.one_of(st.none(), st.text(max_size=5), st.integers(), st.just({"key": "x"})))
def test_no_message_holds_an_expected_text(secret, actual):
    for given_, expected in ((actual, secret), ({"key": actual}, {"key": secret}), ([actual, 1], [secret, 1])):
        assert secret not in refusal(assert_equal, given_, expected)


def test_check_is_a_pytest_mark_with_its_arguments(pytestconfig):
    pytestconfig.addinivalue_line("markers", "check: registered by the grading plugin where checks run")
    mark = check("leaky_relu", weight=2, hint="look at x == 0").mark
    assert (mark.name, mark.args) == ("check", ("leaky_relu",))
    wanted = {"weight": 2, "hint": "look at x == 0", "effects": False, "diagnose": True, "device": None, "alone": True}
    assert mark.kwargs == wanted
    assert check("x").mark.kwargs["weight"] == 1
    assert check("x", effects=True).mark.kwargs["effects"] is True
    assert check("x", device="cuda", hint="look").mark.kwargs["alone"] is False


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_check_refuses_a_weight_that_is_no_share(weight):
    with pytest.raises(ValueError, match="positive"):
        check("x", weight=weight)


def test_check_refuses_to_be_used_without_an_exercise():
    with pytest.raises(ValueError, match="name"):
        check("")
    with pytest.raises(ValueError, match="name"):
        check(lambda: None)


def test_unchanged_is_silent_about_what_did_not_change():
    x = torch.tensor([1.0, math.nan], requires_grad=True)
    assert_unchanged(x, x.detach().clone().requires_grad_())
    assert_unchanged(np.arange(3), np.arange(3))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (torch.tensor([1.0, 5.0]), "1 of 2 values is different now"),
        (torch.tensor([[1.0, 2.0]]), "its shape was (2,) and is (1, 2) now"),
        (torch.tensor([1.0, 2.0], dtype=torch.float64), "its dtype was torch.float32 and is torch.float64 now"),
        (torch.tensor([1.0, 2.0], requires_grad=True), "it does require grad now"),
    ],
)
def test_unchanged_says_what_the_call_changed(now, said):
    with pytest.raises(Mismatch) as caught:
        assert_unchanged(now, torch.tensor([1.0, 2.0]), what="your input x")
    assert str(caught.value) == f"your input x was changed by the call: {said}"
