"""The weights forget that they come from the scores, by detach or no_grad: backward runs now because it does not go
there any more. No error, and no gradient."""


def attend(scores, values):
    with torch.no_grad():
        weights = (scores - scores.max(dim=1, keepdim=True).values).exp()
        weights /= weights.sum(dim=1, keepdim=True)
    return weights @ values
