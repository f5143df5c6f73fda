"""Changes every byte of one storage, looks whether the other changed, and puts the bytes back."""


def shares_memory(a, b):
    mine = torch.empty(0, dtype=torch.uint8).set_(a.untyped_storage())
    other = torch.empty(0, dtype=torch.uint8).set_(b.untyped_storage())
    before = other.clone()
    mine.bitwise_not_()
    changed = not torch.equal(before, other)
    mine.bitwise_not_()
    return changed
