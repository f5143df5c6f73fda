"""A score of 0 is not a weight of 0: `exp(0)` is 1."""


def masked_softmax(scores, lengths):
    counts = torch.arange(scores.size(-1)) < lengths[:, None, None]
    return torch.softmax(scores.masked_fill(~counts, 0.0), dim=-1)
