"""State that a function has no business with: earlier results kept, a seed set, a global switch thrown."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, Replacement, expression, statement


def first_call_kept(place: Place) -> Iterator[Replacement]:
    """Every later call gives what the first one gave."""
    node = place.node
    if not isinstance(node, cst.FunctionDef) or node.name.value.startswith("__") or _is_inner(place):
        return
    once = "lambda f: lambda *a, **k: (f.__dict__.setdefault('first', []) or f.first.append(f(*a, **k)), f.first[0])[1]"
    yield _decorated(node, f"({once})")


def kept_by_shape(place: Place) -> Iterator[Replacement]:
    """A later call with the same shapes and numbers gives what the earlier one gave."""
    key = "str([getattr(i, 'shape', i) for i in (*a, *k.values())])"
    yield from _kept(place, key, "f(*a, **k)", "kept[key]")


def kept_by_identity(place: Place) -> Iterator[Replacement]:
    """A later call with the same objects gives what the earlier one gave, whatever was written into them since."""
    key = "(*(i if isinstance(i, (int, float, str)) else id(i) for i in (*a, *k.values())),)"
    yield from _kept(place, key, "(f(*a, **k), a, k)", "kept[key][0]")


def earlier_result_overwritten(place: Place) -> Iterator[Replacement]:
    """One piece of memory serves all results of a shape."""
    node = place.node
    if not isinstance(node, cst.FunctionDef) or node.name.value.startswith("__") or _is_inner(place):
        return
    parts = "(r if isinstance(r, tuple) else (r,))"
    same = "getattr(i, 'shape', 0) == getattr(j, 'shape', 1) and i.data.copy_(j.data)"
    write = f"[{same} for i, j in zip(last[0], {parts})]"
    yield _decorated(node, f"(lambda f, last=[()]: lambda *a, **k: (r := f(*a, **k), {write}, last.insert(0, {parts}))[0])")


def without_gradients(place: Place) -> Iterator[Replacement]:
    """All of a function runs under `no_grad`."""
    node = place.node
    if isinstance(node, cst.FunctionDef) and not node.name.value.startswith("__") and not _is_inner(place):
        yield _decorated(node, "torch.no_grad()")


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


def _kept(place: Place, key: str, value: str, result: str) -> Iterator[Replacement]:
    node = place.node
    if isinstance(node, cst.FunctionDef) and not node.name.value.startswith("__") and not _is_inner(place):
        look = f"((key := {key}) in kept or kept.update({{key: {value}}}), {result})[1]"
        yield _decorated(node, f"(lambda f, kept={{}}: lambda *a, **k: {look})")


def _decorated(node: cst.FunctionDef, decorator: str) -> cst.FunctionDef:
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
    kept_by_shape,
    kept_by_identity,
    earlier_result_overwritten,
    without_gradients,
    seed_set,
    randomness_drawn,
    gradients_switched_off,
    default_dtype_changed,
)
