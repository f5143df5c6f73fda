"""To see whether b notices, you change a in place, by nothing. PyTorch forbids that for a leaf that requires grad, and
a view made by `.data` counts its changes by itself: ask where the numbers lie, and change nothing."""


def shares_memory(a, b):
    before = b._version
    a.add_(0)
    return b._version != before
