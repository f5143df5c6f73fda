"""nll_loss expects log-probabilities, and gets probabilities. Which function is missing, and would it be stable?"""


def classifier_loss(model, x, y):
    return nn.functional.nll_loss(model(x).softmax(dim=1), y)
