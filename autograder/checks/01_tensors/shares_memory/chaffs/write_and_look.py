"""You write into `a` and look whether `b` changes. That destroys the caller's numbers, and misses views that look
at another part of the memory."""


def shares_memory(a, b):
    before = b.clone()
    a.add_(1)
    return not torch.equal(before, b)
