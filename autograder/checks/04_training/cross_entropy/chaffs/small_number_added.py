"""A small number inside the logarithm keeps it finite, and wrong: a loss of 10,000 becomes one of about 20."""


def cross_entropy(logits, targets):
    probabilities = torch.softmax(logits, dim=1)
    return -(probabilities + 1e-9).log().gather(1, targets[:, None]).mean()
