"""Probes of to_device: they run beside the student's code, observe, and know no answer."""

import collections
import itertools
from collections import namedtuple

import numpy as np
import torch
from torch import nn

from ..common_probes import _machine, _plain, _watched, as_it_is

Pictures = namedtuple("Pictures", ["images", "labels"])

Sample = namedtuple("Sample", ["x", "y", "name"], defaults=["unknown"])


class Movable:
    """Something that has a method `to`, and is no tensor."""

    def to(self, device):
        return Movable()


class Schema:
    """Something that has fields, and is no tuple."""

    _fields = ("x",)

    def __init__(self, x):
        self.x = x


def _nested(value, depth):
    """Lists, dicts and tuples in each other, in turn."""
    for level in range(depth):
        value = ([value], {level: value}, (value, None))[level % 3]
    return value


def _built(tree, tensors):
    """A batch from its plan: what kind each part is of, and its parts, or the number of its tensor."""
    kind, parts = tree
    if kind == "tensor":
        return tensors[parts]
    if kind == "other":
        return parts
    items = [_built(part, tensors) for part in parts]
    if kind == "dict":
        return dict(enumerate(items))
    return {"list": list, "tuple": tuple, "Pictures": Pictures._make}[kind](items)


def _things(kind, tensors):
    """Batches as loaders make them, from a list of four tensors or more."""
    if not isinstance(kind, str):
        return _built(kind, tensors)
    a, b, c, d, *_ = tensors
    return {
        "tensors": lambda: [a, b, c, d, a.sum(), a[:0]],
        "single": lambda: a,
        "parameters": lambda: {"weight": nn.Parameter(a), "more": [nn.Parameter(c), nn.Parameter(a[0]), b]},
        "dicts": lambda: {"images": a, 3: {"boxes": b, "more": {"deep": c}}, "empty": {}, "last": d},
        "lists": lambda: [a, [b, [c, []], [[d]]], []],
        "deep": lambda: _nested(a, 12),
        "mixed": lambda: [{"x": [a, {"y": [b]}]}, [{"z": c}], d],
        "tuples": lambda: (a, (b, ()), (((c,),), d)),
        "tuples inside": lambda: {"pair": (a, b), "list": [(c,), [(d,)]]},
        "named": lambda: Pictures(a, b),
        "named inside": lambda: {"batch": Pictures(a, [Sample(b, (c, d), "seven")]), "more": (Sample(a, b),)},
        "others": lambda: [a, "seven", "s", "", 7, 2.5, True, None, b"bytes", range(3), {1, 2}, a.device, a.dtype],
        "numbers": lambda: {"x": a, "array": np.ones(3), "of one": np.float32(2), "frozen": frozenset({1}), "z": 1j},
        "containers": lambda: {
            "x": a,
            "queue": collections.deque([1, 2]),
            "schema": Schema("x"),
            "keys": {"k": 1}.keys(),
            "chain": collections.ChainMap({"k": 1}),
            "list": collections.UserList([1]),
        },
        "objects": lambda: {"x": a, "layer": nn.Linear(2, 2), "movable": Movable(), "f": len},
    }[kind]()


def moved(student, name, kind, tensors, as_string, places=("cpu",)):
    """to_device of a batch; the batch before and after, and what came out, described alike.

    Its tensors lie in these places, in turn.
    """
    to_device, settings = _watched(student.to_device)
    with _machine(next((place for place in (name, *places) if place != "cpu"), "cpu")):
        tensors = [tensor.to(place) for tensor, place in zip(tensors, itertools.cycle(places), strict=False)]
        batch = _things(kind, tensors)
        others = []

        def walk(value):
            if isinstance(value, torch.Tensor):
                return ["tensor", value.device.type, _plain(value)]
            if isinstance(value, dict):
                return ["dict", [repr(key) for key in value], [walk(item) for item in value.values()]]
            if isinstance(value, (list, tuple)):
                return [type(value).__name__, [str(n) for n in range(len(value))], [walk(item) for item in value]]
            # Everything else is known by which object it is.
            if not any(value is other for other in others):
                others.append(value)
            return ["other", type(value).__name__, next(n for n, other in enumerate(others) if value is other)]

        before = walk(batch)
        result = to_device(batch, name if as_string else torch.device(name))
        return {"before": before, "after": walk(batch), "result": walk(result), "settings": settings}


def moved_on_device(student, **arguments):
    """As `moved`, on a device that is there."""
    with as_it_is():
        return moved(student, **arguments)
