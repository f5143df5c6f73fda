"""The predictions are detached, so no gradient reaches the model: the loss would stall for another reason."""


def regression_loss(model, x, y):
    return ((model(x).detach().squeeze(1) - y) ** 2).mean().requires_grad_()
