"""The sum of the weights divides the weighted sums."""


def attend(scores, values):
    weights = torch.exp(scores - scores.amax(dim=1, keepdim=True).detach())
    return (weights @ values) / weights.sum(dim=1, keepdim=True)
