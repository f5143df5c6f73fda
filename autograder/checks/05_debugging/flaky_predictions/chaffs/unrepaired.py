"""The mistake of the ticket is still there: it asks the model in whatever mode it is. Which layers of a model answer
differently in training, and what switches them?"""


def predict(model, x):
    """The probabilities (N, C) of the classes, from the model's logits for x; the model stays as it was."""
    return model(x).softmax(dim=1)
