"""Test values far from the mean are cut off, as if they could not be. They are measured as the training rows are: what
lies far out stays there."""


def normalize(train, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    return (train - mean) / std, ((test - mean) / std).clamp(-3, 3)
