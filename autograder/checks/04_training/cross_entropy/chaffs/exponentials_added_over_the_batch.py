"""The sum over the classes ran down the columns, over the batch. Which dimension are the classes?"""


def cross_entropy(logits, targets):
    return logits.logsumexp(0).mean() - logits.gather(1, targets[:, None]).mean()
