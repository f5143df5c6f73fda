"""Indexing by the mask, then as many zeros as were dropped."""


def compress(keep, values):
    kept = values[keep]
    return torch.cat([kept, torch.zeros(len(values) - len(kept), dtype=values.dtype)])
