"""Your answer contains an older gradient where x has one. `copy.deepcopy` of a leaf copies its `.grad` as well, and
`backward` adds to what is there: what should a leaf of your own bring along?"""

import copy


def value_and_grad(f, x):
    leaf = copy.deepcopy(x) if x.is_leaf else x.detach().clone()
    leaf.requires_grad_(True)
    height = f(leaf)
    height.backward()
    return height.item(), leaf.grad
