"""The squares of the differences to one-hot vectors are averaged. That is another loss than the cross-entropy."""


def classifier_loss(model, x, y):
    probabilities = model(x).softmax(dim=1)
    wanted = nn.functional.one_hot(y, probabilities.shape[1]).to(probabilities.dtype)
    return ((probabilities - wanted) ** 2).mean()
