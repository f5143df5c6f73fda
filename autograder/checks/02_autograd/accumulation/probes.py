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
