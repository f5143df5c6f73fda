"""A row that holds a single 0 is taken for a row of zeros. All of its entries must be 0, or their squares' sum."""


def lengths(x):
    zero = (x == 0).any(dim=1)
    safe = torch.where(zero[:, None], torch.ones_like(x), x)
    return torch.where(zero, torch.zeros_like(x[:, 0]), (safe * safe).sum(dim=1).sqrt())
