"""The library's loss, of two columns."""


def regression_loss(model, x, y):
    criterion = nn.MSELoss(reduction="sum")
    return criterion(model(x), y.view(-1, 1)) / y.numel()
