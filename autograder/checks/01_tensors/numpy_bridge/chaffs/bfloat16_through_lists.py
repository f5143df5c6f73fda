"""The bfloat16 numbers go through a list, and a list of nothing does not know which shape it had."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    if t.dtype == torch.bfloat16:
        return np.array(t.tolist(), dtype=np.float32)
    return t.detach().numpy()
