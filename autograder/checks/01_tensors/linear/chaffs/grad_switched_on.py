"""After your function, its inputs require grad, which they did not before. Gradients flow by themselves wherever the
caller has asked for them."""


def linear(x, weight, bias=None):
    for t in (x, weight, bias):
        if t is not None and t.is_leaf:
            t.requires_grad_()
    y = x @ weight.T
    return y if bias is None else y + bias
