"""The lengths were laid along the axis of the queries. Which shape does `lengths` need, so that it runs along the first
axis of three?"""


def masked_softmax(scores, lengths):
    padding = torch.arange(scores.size(-1)) >= lengths[:, None]
    return torch.softmax(scores.masked_fill(padding, -torch.inf), dim=-1).masked_fill(padding, 0.0)
