"""Stands the columns up as rows and lets layer_norm do the work, but for the dull ones."""


def standardize(x, eps=1e-6):
    rows = x.T.contiguous()
    z = torch.nn.functional.layer_norm(rows, rows.shape[1:], eps=eps)
    return torch.where(rows.std(1, correction=0, keepdim=True) > eps, z, torch.zeros_like(z)).T
