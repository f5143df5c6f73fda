"""A one-hot mask picks the logits; the sum is divided by N."""


def cross_entropy(logits, targets):
    n, c = logits.shape
    hot = (targets[:, None] == torch.arange(c)).to(logits.dtype)
    top = logits.detach().amax(1)
    lse = torch.log(torch.exp(logits - top[:, None]).sum(1)) + top
    return (lse - (hot * logits).sum(1)).sum() / n
