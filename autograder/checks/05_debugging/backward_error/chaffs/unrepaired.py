"""The mistake of the ticket is still there: a line writes into a tensor whose old numbers backward still needs. Which
operation's result is it, says the message?"""


def attend(scores, values):
    """Weighted means (N, D) of values (T, D); row n is weighted by the softmax of row n of scores (N, T)."""
    weights = (scores - scores.max(dim=1, keepdim=True).values).exp()
    weights /= weights.sum(dim=1, keepdim=True)
    return weights @ values
