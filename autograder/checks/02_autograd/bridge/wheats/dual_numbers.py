"""Dual numbers, once for each function and direction."""

import torch.autograd.forward_ad as fw


def bridge(x, y):
    fs = (lambda a, b: (a + b) * b, lambda a, b: a * b + torch.relu(a**2))
    a, b = torch.tensor(x), torch.tensor(y)
    res = []
    for f in fs:
        d = []
        for ta, tb in ((1.0, 0.0), (0.0, 1.0)):
            with fw.dual_level():
                r = fw.unpack_dual(f(fw.make_dual(a, torch.tensor(ta)), fw.make_dual(b, torch.tensor(tb))))
                v = r.primal.item()
                d.append(r.tangent.item() if r.tangent is not None else 0.0)
        res.append((v, *d))
    return tuple(res)
