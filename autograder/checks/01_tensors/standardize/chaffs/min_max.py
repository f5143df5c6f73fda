"""You stretched each column to the range 0 to 1. Asked for are mean 0 and deviation 1."""


def standardize(x, eps=1e-6):
    low, high = x.amin(dim=0, keepdim=True), x.amax(dim=0, keepdim=True)
    return (x - low) / (high - low + eps)
