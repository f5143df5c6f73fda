"""An ordered dictionary, the names of older PyTorch, and a device without its number."""

from collections import OrderedDict


def describe(t):
    described = OrderedDict(shape=tuple(t.size()), dtype=t.dtype, device=t.device.type, ndim=t.ndimension())
    described["numel"] = torch.numel(t)
    described["nbytes"] = described["numel"] * t.element_size()
    return described
