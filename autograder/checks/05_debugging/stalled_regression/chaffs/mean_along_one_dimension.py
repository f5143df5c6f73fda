"""The mean runs along one dimension of a column, and the other one is left: the loss has shape (1,). A loss is a tensor
without dimensions."""


def regression_loss(model, x, y):
    return ((model(x) - y[:, None]) ** 2).mean(dim=0)
