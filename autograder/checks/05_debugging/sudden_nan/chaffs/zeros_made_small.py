"""Single zeros are replaced by a small number, so a row of zeros has a length, and a zero beside tiny entries adds to
theirs. It is the row of zeros that needs care, not a zero."""


def lengths(x):
    safe = torch.where(x == 0, torch.full_like(x, 1e-7), x)
    return (safe * safe).sum(dim=1).sqrt()
