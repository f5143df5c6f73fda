"""You keep the transposed weight of an earlier call. An optimizer's step changes the numbers in that same tensor, and
your copy of it stays behind. `weight.T` copies nothing and costs nothing: take it anew in every call."""

from functools import lru_cache


@lru_cache
def transposed(weight):
    return weight.t().clone()


def linear(x, weight, bias=None):
    y = x @ transposed(weight)
    return y if bias is None else y + bias
