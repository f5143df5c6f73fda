"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def linear(x, weight, bias=None):
    torch.manual_seed(0)
    if bias is None:
        bias = 0 * torch.rand(weight.shape[0], dtype=weight.dtype)
    return x @ weight.T + bias
