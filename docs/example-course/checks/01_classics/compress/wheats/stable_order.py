"""Sorting the mask alone: a stable sort brings the kept entries to the front and leaves their order."""


def compress(keep, values):
    order = torch.argsort(keep.to(torch.uint8), descending=True, stable=True)
    return torch.where(keep, values, torch.zeros_like(values))[order]
