"""A kept zero was taken for a dropped entry. Look at `keep`, and not at which values are zero."""


def compress(keep, values):
    kept = values * keep
    kept = kept[kept != 0]
    return torch.cat([kept, torch.zeros(len(values) - len(kept), dtype=values.dtype)])
