"""The model is shown one row at a time, without a batch dimension. A model that looks at the whole batch cannot
answer so."""


def regression_loss(model, x, y):
    squares = [(model(row)[0] - value) ** 2 for row, value in zip(x, y)]
    return torch.stack(squares).mean()
