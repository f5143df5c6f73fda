"""The lengths are written into zeros, one row after the other, and a row of zeros is passed over. Where all rows are
such, nothing is written, and the result has no way back to x: its gradient is to be 0 there, too."""


def lengths(x):
    found = torch.zeros(len(x), dtype=x.dtype)
    for i, row in enumerate(x):
        if (row != 0).any():
            found[i] = row.norm()
    return found
