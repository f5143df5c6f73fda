"""The padding got a score that is only rather small, so that a row of smaller scores, or of none, falls for it. Which
score has weight 0 whatever the others are?"""


def masked_softmax(scores, lengths):
    padding = torch.arange(scores.size(-1)) >= lengths[:, None, None]
    return torch.softmax(scores.masked_fill(padding, -1e6), dim=-1)
