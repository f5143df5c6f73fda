"""Your answers follow the values: equal numbers count as shared memory, or different ones as separate. Two tensors
can hold equal numbers in different places. What would happen to `b` if you wrote into `a`?"""


def shares_memory(a, b):
    return torch.equal(a.reshape(-1), b.reshape(-1))
