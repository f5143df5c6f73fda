"""The padding had a share in the sum before it was set to 0, so the weights of a row add up to less than 1. When must
the mask be applied?"""


def masked_softmax(scores, lengths):
    counts = torch.arange(scores.size(-1)) < lengths[:, None, None]
    return torch.softmax(scores, dim=-1).masked_fill(~counts, 0.0)
