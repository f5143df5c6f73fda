"""For an x that is the result of an earlier calculation your function fails: `copy.deepcopy` refuses such a tensor, and
so does switching its `requires_grad` off. `detach()` takes any."""

import copy


def value_and_grad(f, x):
    leaf = copy.deepcopy(x)
    leaf.requires_grad = True
    height = f(leaf)
    return height.item(), torch.autograd.grad(height, leaf)[0]
