"""Two tensors can hold equal numbers in different places: you compare values, and the question is about memory.
What would happen to `b` if you wrote into `a`?"""


def shares_memory(a, b):
    return torch.equal(a, b)
