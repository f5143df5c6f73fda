"""The target is made float32, whatever the model is. What does that leave of a value in float64?"""


def regression_loss(model, x, y):
    targets = y.float().reshape(-1, 1)
    return ((model(x) - targets) ** 2).mean()
