"""to_numpy gives a flat array. The shape of the tensor is to be kept, also that of one without dimensions."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    kept = torch.float32 if t.dtype == torch.bfloat16 else t.dtype
    return t.detach().to(kept).flatten().numpy()
