"""`torch.Tensor(a)` and `.float()` make float32 of everything: integers and float64 lose their dtype, and large
numbers their last digits. The dtype of the array is to stay."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.Tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
