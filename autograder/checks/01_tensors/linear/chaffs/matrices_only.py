"""Your function takes matrices only, as `torch.mm` does. The input may have any number of leading dimensions, or
none: which product broadcasts?"""


def linear(x, weight, bias=None):
    y = torch.mm(x, weight.t())
    return y if bias is None else y + bias
