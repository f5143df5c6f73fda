"""A small number inside the logarithm keeps it finite, and wrong: a loss of 10,000 becomes one of about 20."""


def cross_entropy(logits, targets):
    chosen = torch.softmax(logits, dim=1).gather(1, targets[:, None])
    return -(chosen + 1e-8).log().mean()
