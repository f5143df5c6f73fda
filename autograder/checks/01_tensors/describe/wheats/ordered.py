"""An ordered dictionary, the names of older PyTorch, and a device without its number."""

from collections import OrderedDict


def describe(t):
    d = OrderedDict()
    d["shape"] = tuple(t.size())
    d["dtype"] = t.dtype
    d["device"] = t.device.type
    d["ndim"] = t.ndimension()
    d["numel"] = torch.numel(t)
    d["nbytes"] = torch.numel(t) * t.element_size()
    return d
