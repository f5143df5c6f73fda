"""Row by row."""


def regression_loss(model, x, y):
    total = 0
    for prediction, value in zip(model(x), y):
        total = total + (prediction[0] - value) ** 2
    return total / len(y)
