"""Your answer is right, but the caller's numbers have changed. A tensor knows its storage, so nothing has to be
written to find out."""


def shares_memory(a, b):
    mine = torch.empty(0, dtype=torch.uint8).set_(a.untyped_storage())
    other = torch.empty(0, dtype=torch.uint8).set_(b.untyped_storage())
    before = other.clone()
    mine.bitwise_not_()
    return not torch.equal(before, other)
