"""The predictions are changed in place. They are what the model has put out, and its backward pass may need them as
they were."""


def regression_loss(model, x, y):
    errors = model(x)
    errors -= y[:, None]
    return (errors**2).mean()
