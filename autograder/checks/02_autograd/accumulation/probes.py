"""Probes of accumulation: they run beside the student's code, observe, and know no answer."""

import torch


def leaves_reached(student, theta):
    """How many different leaves the backward calls reach."""
    engine, leaves = torch.autograd._engine_run_backward, []  # which are kept, so that no two have one address

    def backward(tensors, *args, **kwargs):
        notes = [tensor.grad_fn for tensor in tensors]
        while notes:
            note = notes.pop()
            leaf = getattr(note, "variable", None)
            if leaf is not None and not any(leaf is other for other in leaves):
                leaves.append(leaf)
            notes += [before for before, _ in getattr(note, "next_functions", ())]
        return engine(tensors, *args, **kwargs)

    torch.autograd._engine_run_backward = backward
    try:
        student.accumulation(theta)
    finally:
        torch.autograd._engine_run_backward = engine
    return len(leaves)


def numbers_of_unequal_gradients(student, theta, factors):
    """The result where each gradient comes out so many times as large, by the order of the backward calls.

    So it shows which of the calls each number was read off after. None where that raises an error.
    """
    engine, left = torch.autograd._engine_run_backward, list(factors)

    def backward(tensors, upstream, *args, **kwargs):
        factor = left.pop(0) if left else 1.0
        return engine(tensors, tuple(None if one is None else factor * one for one in upstream), *args, **kwargs)

    torch.autograd._engine_run_backward = backward
    try:
        return student.accumulation(theta)
    except Exception:  # of a student who compares with a formula, say
        return None
    finally:
        torch.autograd._engine_run_backward = engine
