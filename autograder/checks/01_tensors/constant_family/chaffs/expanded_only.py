"""Every place of your tensors shows one and the same number in memory, so that writing into one place writes into
all. An expanded tensor is a view: new tensors need room for each number."""


def constant_family(x, value):
    return tuple(torch.tensor(number, dtype=x.dtype, device=x.device).expand(x.shape) for number in (0, 1, value))
