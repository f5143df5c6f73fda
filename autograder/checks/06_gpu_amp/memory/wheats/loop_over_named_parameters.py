"""A loop over named parameters, a match statement, and sums in a Counter."""

from collections import Counter
from functools import reduce
from operator import mul


def tensor_bytes(shape, dtype):
    return reduce(mul, shape, dtype.itemsize)


def training_memory(model, optimizer_name, dtype):
    match optimizer_name:
        case "adam":
            moments = 2
        case "momentum":
            moments = 1
        case _:
            moments = 0
    bill = Counter(weights=0, gradients=0, optimizer=0, masters=0)
    for _, p in model.named_parameters():
        bill["weights"] += tensor_bytes(p.shape, dtype)
        bill["gradients"] += tensor_bytes(p.shape, dtype)
        bill["optimizer"] += moments * tensor_bytes(p.shape, torch.float32)
        bill["masters"] += tensor_bytes(p.shape, torch.float32) if dtype.itemsize < 4 else 0
    return {**bill, "total": bill.total()}
