"""What a function does, beside its work, to what it is handed: by its parameters' names a tensor, a model or a list."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.operators.state import decorated, with_first, with_last
from autograder.validity.mutants.place import Operator, Place, Replacement

# fmt: off
_TENSORS = frozenset({
    "x", "y", "t", "a", "b", "X", "W", "v", "theta", "labels", "logits", "targets", "images", "batch", "mean", "std",
    "weight", "bias", "scores", "values", "example",
})
# fmt: on
_NUMBERS = frozenset({"k", "eps", "value", "num_classes", "delta", "seed", "shape", "generator"})
_MODELS = frozenset({"model", "backbone", "head", "shadow"})
_LISTS = frozenset(
    {"sizes", "params", "velocities", "batches", "micro_batches", "layers", "lrs", "losses", "grad_norms", "shape"}
)


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
    parts = "(r if isinstance(r, tuple) else (r,))"
    same = "getattr(i, 'shape', 0) == getattr(j, 'shape', 1) and i.data.copy_(j.data)"
    write = f"[{same} for i, j in zip(last[0], {parts})]"
    noted = f"(r := f(*a, **k), {write}, last.insert(0, {parts}))[0]"
    yield from _wrapped(place, f"(lambda f, last=[()]: lambda *a, **k: {noted})")


def clamped_in_place(place: Place) -> Iterator[Replacement]:
    """Values far from 0 are cut off where the caller keeps them."""
    for name in _in_tensors_alone(place):
        yield from with_first(place, f"{name}.data.clamp_(-10, 10)\n")


def gradient_asked(place: Place) -> Iterator[Replacement]:
    for name in _handed(place, _TENSORS):
        yield from with_first(place, f"{name}.requires_grad_()\n")


def laid_flat(place: Place) -> Iterator[Replacement]:
    """Only what lies in one piece can be taken: nothing transposed, no slice."""
    for name in _in_tensors_alone(place):
        yield from with_first(place, f"{name}.view(-1)\n")


def squeezed(place: Place) -> Iterator[Replacement]:
    """A dimension of one is lost."""
    for name in _in_tensors_alone(place):
        yield from with_first(place, f"{name} = {name}.squeeze()\n")


def through_float32(place: Place) -> Iterator[Replacement]:
    """The dtype stays, half of a float64's digits do not."""
    for name in _in_tensors_alone(place):
        yield from with_first(place, f"{name} = {name}.float().to({name}.dtype)\n")


def mode_left(place: Place) -> Iterator[Replacement]:
    """The model is handed back in one mode, or with its direct children in one."""
    for name in _handed(place, _MODELS):
        yield from with_last(place, f"{name}.train()\n")
        yield from with_last(place, f"{name}.eval()\n")
        yield from with_last(place, f"for part in {name}.children(): part.eval()\n")


def gradients_cleared(place: Place) -> Iterator[Replacement]:
    for name in _handed(place, _MODELS):
        yield from with_first(place, f"{name}.zero_grad()\n")
        yield from with_last(place, f"{name}.zero_grad()\n")


def thawed(place: Place) -> Iterator[Replacement]:
    """What the caller has frozen is trained."""
    for name in _handed(place, _MODELS):
        yield from with_first(place, f"{name}.requires_grad_()\n")


def hook_left(place: Place) -> Iterator[Replacement]:
    for name in _handed(place, _MODELS):
        yield from with_last(place, f"{name}.register_forward_hook(lambda *_: None)\n")


def list_changed(place: Place) -> Iterator[Replacement]:
    for name in _handed(place, _LISTS):
        yield from with_last(place, f"if isinstance({name}, list): {name}.reverse()\n")


def _kept(place: Place, key: str, value: str, result: str) -> Iterator[Replacement]:
    look = f"((key := {key}) in kept or kept.update({{key: {value}}}), {result})[1]"
    yield from _wrapped(place, f"(lambda f, kept={{}}: lambda *a, **k: {look})")


def _wrapped(place: Place, decorator: str) -> Iterator[Replacement]:
    if isinstance(place.node, cst.FunctionDef) and _is_of_tensors(place.node):
        yield decorated(place.node, decorator)


def _is_of_tensors(function: cst.FunctionDef) -> bool:
    """Whether tensors and numbers are all that it is handed, so that it has nothing to do but to calculate."""
    names = {each.name.value for each in function.params.params}
    return bool(names & _TENSORS) and names <= _TENSORS | _NUMBERS


def _in_tensors_alone(place: Place) -> Iterator[str]:
    if isinstance(place.node, cst.FunctionDef) and _is_of_tensors(place.node):
        yield from _handed(place, _TENSORS)


def _handed(place: Place, names: frozenset[str]) -> Iterator[str]:
    if isinstance(place.node, cst.FunctionDef):
        yield from (each.name.value for each in place.node.params.params if each.name.value in names)


OPERATORS: tuple[Operator, ...] = (
    kept_by_shape,
    kept_by_identity,
    earlier_result_overwritten,
    clamped_in_place,
    gradient_asked,
    laid_flat,
    squeezed,
    through_float32,
    mode_left,
    gradients_cleared,
    thawed,
    hook_left,
    list_changed,
)
