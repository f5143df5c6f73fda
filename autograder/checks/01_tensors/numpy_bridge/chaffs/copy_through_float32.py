"""Your copy goes through float32, as `torch.Tensor` makes it, and back. What it rounds away no cast brings back:
`torch.tensor` keeps the dtype of an array."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.Tensor(a).to(torch.from_numpy(a).dtype)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
