"""The in-place operation has moved: it now writes into the scores themselves, which belong to the caller."""


def attend(scores, values):
    with torch.no_grad():
        scores -= scores.max(dim=1, keepdim=True).values
    weights = scores.exp()
    return weights / weights.sum(dim=1, keepdim=True) @ values
