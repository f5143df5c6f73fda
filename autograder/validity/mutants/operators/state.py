"""State that a function has no business with: earlier results kept, a seed set, a global switch thrown."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, Replacement, expression, statement


def first_call_kept(place: Place) -> Iterator[Replacement]:
    """Every later call gives what the first one gave."""
    once = "lambda f: lambda *a, **k: (f.__dict__.setdefault('first', []) or f.first.append(f(*a, **k)), f.first[0])[1]"
    yield from _wrapped(place, f"({once})")


def without_gradients(place: Place) -> Iterator[Replacement]:
    """All of a function runs under `no_grad`."""
    yield from _wrapped(place, "torch.no_grad()")


def seed_set(place: Place) -> Iterator[Replacement]:
    """The global generator is seeded on the way."""
    yield from with_first(place, "torch.manual_seed(0)\n")


def randomness_drawn(place: Place) -> Iterator[Replacement]:
    """A number is drawn from the global generator on the way."""
    yield from with_first(place, "torch.rand(1)\n")


def gradients_switched_off(place: Place) -> Iterator[Replacement]:
    """Gradient mode is left switched off."""
    yield from with_first(place, "torch.set_grad_enabled(False)\n")


def default_dtype_changed(place: Place) -> Iterator[Replacement]:
    yield from with_first(place, "torch.set_default_dtype(torch.float64)\n")


def _wrapped(place: Place, decorator: str) -> Iterator[Replacement]:
    node = place.node
    if isinstance(node, cst.FunctionDef) and not node.name.value.startswith("__") and not _is_inner(place):
        yield decorated(node, decorator)


def decorated(node: cst.FunctionDef, decorator: str) -> cst.FunctionDef:
    return node.with_changes(decorators=[cst.Decorator(expression(decorator)), *node.decorators])


def with_last(place: Place, line: str) -> Iterator[Replacement]:
    """The function as it is, and at its end, however it ends, one line more."""
    node = place.node
    if isinstance(node, cst.FunctionDef) and isinstance(node.body, cst.IndentedBlock) and not _is_inner(place):
        ending = cst.ensure_type(statement(f"try:\n    pass\nfinally:\n    {line}"), cst.Try)
        yield node.with_changes(body=node.body.with_changes(body=[ending.with_changes(body=node.body)]))


def with_first(place: Place, line: str) -> Iterator[Replacement]:
    """The function with one line more at its beginning."""
    node = place.node
    if isinstance(node, cst.FunctionDef) and isinstance(node.body, cst.IndentedBlock) and not _is_inner(place):
        body = list(node.body.body)
        at = 1 if len(body) > 1 and _is_text(body[0]) else 0
        yield node.with_changes(body=node.body.with_changes(body=[*body[:at], statement(line), *body[at:]]))


def _is_inner(place: Place) -> bool:
    return place.function is not None


def _is_text(node: cst.BaseStatement) -> bool:
    if not isinstance(node, cst.SimpleStatementLine) or not isinstance(node.body[0], cst.Expr):
        return False
    return isinstance(node.body[0].value, cst.SimpleString)


OPERATORS: tuple[Operator, ...] = (
    first_call_kept,
    without_gradients,
    seed_set,
    randomness_drawn,
    gradients_switched_off,
    default_dtype_changed,
)
