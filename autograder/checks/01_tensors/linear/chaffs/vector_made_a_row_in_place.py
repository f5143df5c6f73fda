"""`unsqueeze_`, with an underscore, makes a row of the caller's own vector, and PyTorch refuses that where the vector
requires grad. Without the underscore you get a new view; and `@` takes a vector as it is."""


def linear(x, weight, bias=None):
    single = x.dim() == 1
    if single:
        x.unsqueeze_(0)
    y = x @ weight.T
    if bias is not None:
        y = y + bias
    return y[0] if single else y
