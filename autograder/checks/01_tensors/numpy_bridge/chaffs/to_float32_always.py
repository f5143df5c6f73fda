"""You convert every tensor to float32. Only bfloat16 needs that: integers and float64 lose their dtype, and large
numbers their last digits."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return t.detach().float().numpy()
