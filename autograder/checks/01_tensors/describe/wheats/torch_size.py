"""Returns torch.Size, which is a tuple, and the ready-made nbytes."""


def describe(t):
    description = {"shape": t.size(), "dtype": t.dtype}
    description["device"] = str(t.device)
    description["ndim"], description["numel"], description["nbytes"] = t.dim(), t.nelement(), t.nbytes
    return description
