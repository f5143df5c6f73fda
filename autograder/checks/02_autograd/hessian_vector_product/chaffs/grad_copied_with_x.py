"""Your answer contains an older gradient where x has one. `copy.deepcopy` of a leaf copies its `.grad` as well, and
`backward` adds to what is there: what should a leaf of your own bring along?"""

import copy


def hessian_vector_product(f, x, v):
    leaf = copy.deepcopy(x) if x.is_leaf else x.detach().clone()
    leaf.requires_grad_(True)
    (gradient,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    (gradient * v.detach()).sum().backward()
    return leaf.grad
