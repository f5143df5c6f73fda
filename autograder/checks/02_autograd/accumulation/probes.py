"""Probes of accumulation: they run beside the student's code, observe, and know no answer."""

import torch


def leaves_reached(student, theta):
    """How many different leaves the backward calls reach, and what lies in their `.grad` when each call begins."""
    engine, leaves = torch.autograd._engine_run_backward, []  # which are kept, so that no two have one address
    before = []

    def backward(tensors, *args, **kwargs):
        notes, found = [tensor.grad_fn for tensor in tensors], []
        while notes:
            note = notes.pop()
            leaf = getattr(note, "variable", None)
            if leaf is not None and not any(leaf is other for other in leaves):
                leaves.append(leaf)
            if leaf is not None and kwargs.get("accumulate_grad"):
                found.append(0.0 if leaf.grad is None else float(leaf.grad.abs().sum()))
            notes += [earlier for earlier, _ in getattr(note, "next_functions", ())]
        before.extend(found[:1])
        return engine(tensors, *args, **kwargs)

    torch.autograd._engine_run_backward = backward
    try:
        student.accumulation(theta)
    finally:
        torch.autograd._engine_run_backward = engine
    return {"leaves": len(leaves), "before": before}


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
