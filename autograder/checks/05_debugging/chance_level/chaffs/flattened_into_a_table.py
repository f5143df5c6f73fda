"""Rows and labels are joined into one table. A row may have any shape, or none, and x and y have dtypes of their own.
One order of numbers is enough for both."""


def shuffle(x, y, generator):
    table = torch.cat([x.reshape(len(x), -1), y[:, None].to(x.dtype)], dim=1)
    table = table[torch.randperm(len(table), generator=generator)]
    return table[:, :-1], table[:, -1].to(y.dtype)
