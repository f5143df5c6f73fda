"""Probes of by_hand: they run beside the student's code, observe, and know no answer."""

import torch


def memory_shared(student, name, x):
    """A result of a function, whether it lies in the memory of the next one, or of x, and whether it stays as it is."""
    function = getattr(student, name)
    first, second = function(x), function(x)
    if not isinstance(first, torch.Tensor) or not isinstance(second, torch.Tensor):
        return {"result": first, "with each other": False, "with x": False, "stays": True}
    places = [tensor.untyped_storage().data_ptr() for tensor in (first, second, x)]
    before = first.clone()
    function(-x)
    seen = {"with each other": places[0] == places[1], "with x": places[2] in places[:2]}
    return {"result": before, **seen, "stays": torch.equal(first, before)}
