"""The model is called with one row at a time, and not once with all of x. Batch normalisation, say, answers otherwise
then: it looks at the whole batch."""


def robust_loss(model, x, y, delta=1.0):
    losses = []
    for row, target in zip(x, y):
        error = (model(row[None]) - target).abs().squeeze()
        losses.append(0.5 * error**2 if error < delta else delta * (error - 0.5 * delta))
    return torch.stack(losses).mean()
