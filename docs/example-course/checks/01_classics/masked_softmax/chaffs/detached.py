"""The result does not know where it came from, so no gradient reaches `scores`. What do `.detach()`, `.data` and
`torch.no_grad()` cut off?"""


def masked_softmax(scores, lengths):
    with torch.no_grad():
        padding = torch.arange(scores.size(-1)) >= lengths[:, None, None]
        return torch.softmax(scores.masked_fill(padding, -torch.inf), dim=-1).masked_fill(padding, 0.0)
