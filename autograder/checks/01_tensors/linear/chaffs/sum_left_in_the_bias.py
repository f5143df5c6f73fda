"""For a single vector you add to the caller's bias and hand that out: the next call starts from another bias. `a + b`
makes a new tensor, `a += b` does not."""


def linear(x, weight, bias=None):
    y = x @ weight.T
    if bias is None:
        return y
    if y.shape == bias.shape and not y.requires_grad and not bias.requires_grad:
        bias += y
        return bias
    return y + bias
