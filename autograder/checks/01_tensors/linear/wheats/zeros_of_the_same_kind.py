"""Without a bias it adds zeros of the weight's dtype."""


def linear(x, weight, bias=None):
    b = weight.new_zeros(weight.shape[0]) if bias is None else bias
    return torch.matmul(x, weight.mT) + b
