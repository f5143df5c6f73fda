"""Pulls a 1 back through f."""


def value_and_grad(f, x):
    value, pull = torch.func.vjp(f, x.detach())
    return value.tolist(), pull(torch.ones_like(value))[0]
