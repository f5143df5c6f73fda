"""A dimension of length 1 is lost on the way: squeeze() takes out every one that there is."""

import numpy as np


def from_numpy_shared(a):
    return torch.from_numpy(a.squeeze())


def from_numpy_copy(a):
    return torch.from_numpy(np.array(a).squeeze())


def to_numpy(t):
    t = t.detach().squeeze()
    return t.float().numpy() if t.dtype == torch.bfloat16 else t.numpy()
