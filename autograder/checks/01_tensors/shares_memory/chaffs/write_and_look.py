"""After the call the caller's numbers have changed. Writing into one tensor and looking at the other is destructive,
and misses views that look at another part of the memory."""


def shares_memory(a, b):
    before = b.clone()
    a.add_(1)
    return not torch.equal(before, b)
