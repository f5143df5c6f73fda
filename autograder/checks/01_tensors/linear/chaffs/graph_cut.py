"""The numbers are right, but no gradient can flow back: `.detach()`, `.data`, NumPy and `no_grad` all cut the
graph. Compute with the tensors themselves."""


def linear(x, weight, bias=None):
    with torch.no_grad():
        y = torch.matmul(x, weight.t())
        if bias is not None:
            y += bias
    return y
