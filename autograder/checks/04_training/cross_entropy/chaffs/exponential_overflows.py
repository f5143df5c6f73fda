"""The formula was taken literally: exp of a large logit is infinite. Adding the same number to a whole row does not
change the loss."""


def cross_entropy(logits, targets):
    right = logits.gather(1, targets[:, None]).squeeze(1)
    return (logits.exp().sum(dim=1).log() - right).mean()
