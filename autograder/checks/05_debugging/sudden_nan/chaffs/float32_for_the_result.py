"""The place for the results is made in float32, whatever x is, and does not take what is calculated in float64. A new
tensor can have the dtype of x."""


def lengths(x):
    found = torch.zeros(x.shape[0], dtype=torch.float32)
    rows = x.abs().amax(1) > 0
    found[rows] = x[rows].norm(dim=1)
    return found
