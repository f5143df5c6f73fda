"""`log_softmax` is most of what this exercise asks you to build. `logsumexp` may be used: how do the two differ?"""


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1).gather(1, targets[:, None]).mean()
