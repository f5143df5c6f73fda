"""A list of no rows cannot say how long a row would have been: on its way through lists, a tensor without elements
loses its shape."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    dtype = torch.float32 if t.dtype == torch.bfloat16 else t.dtype
    return np.array(t.tolist(), dtype=torch.empty(0, dtype=dtype).numpy().dtype)
