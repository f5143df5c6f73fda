"""Converting the dtype makes a new tensor, and then nothing is shared any more. Take the array as it is."""


def from_numpy_shared(a):
    return torch.from_numpy(a).float()


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
