"""Probes of shares_memory: they run beside the student's code, observe, and know no answer."""

import itertools

import torch

WINDOWS = {
    "x": lambda x: x,
    "flat": lambda x: x.view(-1),
    "transposed": lambda x: x.t(),
    "as int32": lambda x: x.view(torch.int32),
    "detached": lambda x: x.detach(),
    "corner": lambda x: x[:2, ::3],
    "upper half": lambda x: x[:3],
    "lower half": lambda x: x[3:],
    "middle": lambda x: x[1:4],
    "last row": lambda x: x[-1],
    "x as bytes": lambda x: x.view(torch.uint8),
    "clone as bytes": lambda x: x.clone().view(torch.uint8),
    "one row": lambda x: x[2],
    "one number": lambda x: x[1, 2],
    "another number": lambda x: x[3, 1],
    "clone of one number": lambda x: x[1, 2].clone(),
    "even rows": lambda x: x[::2],
    "odd rows": lambda x: x[1::2],
    "last row as bytes": lambda x: x[-1].view(torch.uint8),
    "clone": lambda x: x.clone(),
    "flat clone": lambda x: x.clone().view(-1),
    "clone as int32": lambda x: x.clone().view(torch.int32),
    "clone of the lower half": lambda x: x[3:].clone(),
}
"""Ways to look at a float32 matrix with 6 rows. They are made here, where they are views as PyTorch makes them."""


def asked_about_neighbours(student, sizes):
    """Make storages of their own, and ask about the end of one and the start of the next in memory, in both orders.

    Beside each such answer comes the one about start and end of one storage.
    """
    answers = []
    for size in sizes:
        made = sorted((torch.zeros(size) for _ in range(12)), key=lambda t: t.data_ptr())
        for low, high in itertools.pairwise(made):
            ends = [low[-1:], high[:1]]
            answers.append([student.shares_memory(*ends), student.shares_memory(low[:1], low[-1:])])
            answers.append([student.shares_memory(*ends[::-1]), student.shares_memory(high[-1:], high[:1])])
    return answers


def asked_about_pairs(student, x, pairs):
    """Ask shares_memory about pairs of windows on x, in both orders; return the answers."""
    answers = []
    for one, other in pairs:
        a = WINDOWS[one](x)
        b = a if other == one else WINDOWS[other](x)
        answers += [student.shares_memory(a, b), student.shares_memory(b, a)]
    return answers
