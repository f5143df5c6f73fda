"""Every place of your third tensor shows one and the same number in memory, so that writing into one place writes
into all. An expanded tensor is a view: a new tensor needs room for each number."""


def constant_family(x, value):
    return torch.zeros_like(x), torch.ones_like(x), x.new_full((), value).expand_as(x)
