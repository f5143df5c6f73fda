"""The differences are averaged first, and the mean is squared. Where one prediction is too high and another too low,
nothing is left of either. Which comes first?"""


def regression_loss(model, x, y):
    return (model(x)[:, 0] - y).mean() ** 2
