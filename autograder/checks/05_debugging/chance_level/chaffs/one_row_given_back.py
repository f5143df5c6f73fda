"""Where there is nothing to shuffle, the caller gets the old tensors back. New ones are asked for, however many rows
there are: whoever writes into the result would write into the data."""


def shuffle(x, y, generator):
    if len(x) < 2:
        return x, y
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order]
