"""Dual numbers through f give the slope along v, and reverse mode its gradient."""

import torch.autograd.forward_ad as forward_ad


def hessian_vector_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    with forward_ad.dual_level():
        result = f(forward_ad.make_dual(leaf, v.detach()))
        slope = forward_ad.unpack_dual(result).tangent
        (product,) = torch.autograd.grad(slope, leaf)
    return product
