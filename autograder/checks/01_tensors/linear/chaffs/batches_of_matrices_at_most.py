"""For some numbers of leading dimensions your function fails: it has a case for each number that you thought of, and
`bmm` takes batches of matrices and nothing else. Which product takes an `x` with any number of them as it comes?"""


def linear(x, weight, bias=None):
    if x.dim() == 1:
        y = torch.mv(weight, x)
    elif x.dim() == 2:
        y = torch.mm(x, weight.t())
    else:
        y = torch.bmm(x, weight.t().expand(len(x), *weight.t().shape))
    return y if bias is None else y + bias
