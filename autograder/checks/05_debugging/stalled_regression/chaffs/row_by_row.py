"""The model is called with one row at a time, and not once with all of x. Batch normalisation, say, answers otherwise
then: it looks at the whole batch."""


def regression_loss(model, x, y):
    losses = []
    for i in range(len(x)):
        losses.append((model(x[i : i + 1])[0, 0] - y[i]) ** 2)
    return torch.stack(losses).mean()
