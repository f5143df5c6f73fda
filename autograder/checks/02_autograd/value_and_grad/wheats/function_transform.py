"""Transforms f instead of recording a call of it."""


def value_and_grad(f, x):
    gradient, value = torch.func.grad_and_value(f)(x.detach())
    return value.item(), gradient
