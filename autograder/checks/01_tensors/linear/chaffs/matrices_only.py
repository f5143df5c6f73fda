"""For some numbers of leading dimensions your function fails: it is written for matrices, or for vectors, as `mm` and
`mv` are. Which product takes an `x` with any number of them, or none, as it comes?"""


def linear(x, weight, bias=None):
    y = torch.mm(x, weight.t())
    return y if bias is None else y + bias
