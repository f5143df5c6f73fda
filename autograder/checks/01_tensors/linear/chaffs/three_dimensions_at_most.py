"""For some numbers of leading dimensions your function fails: it has a case for each number that you thought of. Which
product takes an `x` with any number of them, or none, as it comes?"""


def linear(x, weight, bias=None):
    formulas = {1: "i,oi->o", 2: "ni,oi->no", 3: "nti,oi->nto"}
    y = torch.einsum(formulas[x.dim()], x, weight)
    return y if bias is None else y + bias
