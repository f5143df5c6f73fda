"""`a[:]` asks for a dimension to slice along, and an array without dimensions has none. (In NumPy a slice copies
nothing, either.)"""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.from_numpy(a[:]).clone()


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
