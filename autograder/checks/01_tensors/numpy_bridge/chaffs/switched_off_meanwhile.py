"""`requires_grad` is switched off for the moment. Only a leaf lets itself be switched: what was calculated from a
tensor that requires grad refuses. `detach()` gives another tensor of the same numbers, whatever the tensor."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    recorded = t.requires_grad
    t.requires_grad = False
    array = t.float().numpy() if t.dtype is torch.bfloat16 else t.numpy()
    t.requires_grad = recorded
    return array
