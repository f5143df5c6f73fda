"""Stands the columns up as rows and lets layer_norm do the work."""


def standardize(x, eps=1e-6):
    rows = x.T.contiguous()
    return torch.nn.functional.layer_norm(rows, rows.shape[1:], eps=eps).T
