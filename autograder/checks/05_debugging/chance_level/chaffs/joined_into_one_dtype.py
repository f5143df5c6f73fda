"""Rows and labels are joined into one table, and a table has one dtype. Numbers that it does not hold come back as
others: float32 knows no odd number above 2²⁴. One order of numbers is enough for both."""


def shuffle(x, y, generator):
    table = torch.cat([x.reshape(len(x), -1), y[:, None].to(x.dtype)], dim=1)
    table = table[torch.randperm(len(table), generator=generator)]
    return table[:, :-1].reshape(x.shape), table[:, -1].to(y.dtype)
