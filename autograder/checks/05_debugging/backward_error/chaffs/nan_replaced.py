"""The exponentials of large scores are infinite, and the NaN that comes of them is replaced by a number. That number is
no softmax. Which scores, with the same softmax, have exponentials that are finite?"""


def attend(scores, values):
    weights = scores.exp()
    weights = weights / weights.sum(dim=1, keepdim=True)
    return torch.nan_to_num(weights) @ values
