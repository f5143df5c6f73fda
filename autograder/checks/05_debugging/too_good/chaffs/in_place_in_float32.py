"""The tables are worked on in place, in float32: `.float()` makes no copy of a table that is float32 already, which is
the caller's own then, and digits of float64 are lost."""


def normalize(train, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    return tuple(table.float().sub_(mean).div_(std).to(table.dtype) for table in (train, test))
