"""What an assertion itself establishes about a mistake, beyond that a value is wrong.

These sentences are the diagnosis where no known mistake fits. Each says what must have happened, and names ways
in which it happens; none says more than the assertion has seen.
"""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """`kind` tells whether two assertions have seen the same; `text` is for the student."""

    kind: str
    text: str


def written_into(what: str) -> Mistake:
    return Mistake(
        "written into",
        f"Your code writes into {what}; its caller still holds that. A method whose name ends in _, `+=` and an "
        "assignment to an index do so, on the tensor itself or on a view of it.",
    )


def reshaped(what: str) -> Mistake:
    return Mistake(
        "reshaped",
        f"Your code gives {what} another shape or dtype in place. Its caller still holds that, and its views.",
    )


def switched(what: str) -> Mistake:
    return Mistake(
        "switched",
        f"Your code switches requires_grad of {what} itself: a tensor made from it (`.detach()`, `.clone()`) can be "
        "switched without its caller noticing.",
    )


def grad_left(what: str) -> Mistake:
    return Mistake(
        "grad left",
        f"Your code leaves a gradient in the `.grad` of {what}. `backward` puts one into each leaf that it reaches; "
        "`torch.autograd.grad` returns it instead.",
    )


def grad_gone(what: str) -> Mistake:
    return Mistake(
        "grad gone",
        f"Your code clears the `.grad` of {what}, which holds what its caller has collected there.",
    )


def other_dtype(what: str, actual: object) -> Mistake:
    return Mistake(
        "dtype",
        f"The dtype {actual} of {what} comes from a cast, or from an operation that chooses the dtype itself: a tensor "
        "made from Python numbers or without `dtype=`, a comparison, a division, an argument of another dtype.",
    )


def other_shape(what: str, actual: tuple[int, ...], expected: tuple[int, ...]) -> Mistake | None:
    """Where one dimension of size 1 is all the difference, or the order of the dimensions."""
    if len(actual) >= 2 and sorted(actual) == sorted(expected):
        return Mistake("order of dimensions", f"The dimensions of {what} come in another order than is asked for.")
    if [size for size in actual if size != 1] != [size for size in expected if size != 1]:
        return None
    if len(actual) < len(expected):
        return Mistake(
            "dimension lost",
            f"A dimension of size 1 of {what} is lost: `squeeze()` takes away all that are 1, also by chance; an index "
            "and a reduction without keepdim take away theirs.",
        )
    return Mistake(
        "dimension left",
        f"A dimension of size 1 too many is left in {what}: by keepdim, `unsqueeze()`, an index with None, a slice "
        "where an index is meant, or a function that gives one to whatever has none, such as `np.ascontiguousarray`.",
    )


def number_for_tensor(what: str) -> Mistake:
    return Mistake(
        "number for tensor",
        f"A Python number stands for {what}, where a tensor is asked for: `.item()`, `float()` or Python's own "
        "arithmetic has left the tensors behind, and with them dtype, device and gradient.",
    )


def tensor_for_number(what: str) -> Mistake:
    return Mistake("tensor for number", f"A tensor stands for {what}, where a Python number is asked for.")


def numpy_for_number(what: str) -> Mistake:
    return Mistake(
        "NumPy for number",
        f"A number of NumPy's stands for {what}, where Python's own is asked for: `int()`, `float()` and `.item()` "
        "make one of the other.",
    )


def nothing(what: str) -> Mistake:
    return Mistake(
        "None",
        f"None stands for {what}: a way through your code ends without `return`, or with what a function gives that "
        "returns nothing, or with the `.grad` of a tensor that has none.",
    )


def no_gradient(what: str) -> Mistake:
    return Mistake(
        "no gradient",
        f"The graph is cut between {what} and the result: by `detach()`, `.data`, `no_grad()`, `.item()`, NumPy, or a "
        "new tensor made of old values.",
    )


def sign(what: str) -> Mistake:
    return Mistake("sign", f"The sign of {what} is the other way round: a difference or a derivative taken backwards.")


def order(what: str) -> Mistake:
    return Mistake(
        "order",
        f"All values of {what} are right but stand in other places: dimensions are swapped or merged in another order, "
        "or something is sorted.",
    )


def factor(what: str) -> Mistake:
    return Mistake(
        "factor",
        f"One factor lies between all values of {what} and the right ones: it is missing or one too many, or something "
        "is counted more than once.",
    )


def through_float32(what: str) -> Mistake:
    return Mistake(
        "through float32",
        f"What stands for {what} is the right value as float32 holds it: a tensor made of Python numbers or without "
        "`dtype=` is float32, and so is what `.float()` gives. No later cast brings the lost digits back.",
    )


def rounded(what: str) -> Mistake:
    return Mistake(
        "rounded",
        f"What stands for {what} is the right value, rounded to a few digits: by `round`, or in a text. That is for "
        "showing a number; whoever goes on with it needs all of its digits.",
    )
