"""NumPy has no bfloat16, so `.numpy()` refuses such a tensor. Which dtype that NumPy knows can hold all its
values?"""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return t.detach().numpy()
