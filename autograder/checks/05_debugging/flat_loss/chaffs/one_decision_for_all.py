"""One question decides for the whole batch whether its errors count as small or as large. Each row has an error of its
own."""


def robust_loss(model, x, y, delta=1.0):
    errors = (model(x) - y).abs()
    if (errors < delta).all():
        return (0.5 * errors**2).mean()
    return (delta * (errors - 0.5 * delta)).mean()
