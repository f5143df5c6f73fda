"""Your result is float32 whatever came in. float64 tensors are to give a float64 result, with all its digits."""


def linear(x, weight, bias=None):
    y = x.float() @ weight.float().T
    return y if bias is None else y + bias.float()
