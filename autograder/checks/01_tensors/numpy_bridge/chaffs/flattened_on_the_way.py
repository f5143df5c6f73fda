"""The array is made flat and given its shape again. That copies one whose numbers do not lie one after the other, such
as a transposed one, and then nothing is shared. Tensors have strides as well: the array can be taken as it is."""


def from_numpy_shared(a):
    return torch.from_numpy(a.reshape(-1)).reshape(a.shape)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    t = t.detach()
    return t.float().numpy() if t.dtype is torch.bfloat16 else t.numpy()
