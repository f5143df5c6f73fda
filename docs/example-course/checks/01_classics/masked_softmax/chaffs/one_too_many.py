"""One position too many counts: the first `lengths[b]` positions are 0 to `lengths[b] - 1`."""


def masked_softmax(scores, lengths):
    padding = torch.arange(scores.size(-1)) > lengths[:, None, None]
    return torch.softmax(scores.masked_fill(padding, -torch.inf), dim=-1).masked_fill(padding, 0.0)
