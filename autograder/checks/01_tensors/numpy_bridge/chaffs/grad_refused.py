"""`.numpy()` refuses a tensor that requires grad, because NumPy would go behind autograd's back. Step out of the
graph first: the error message names the method."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
