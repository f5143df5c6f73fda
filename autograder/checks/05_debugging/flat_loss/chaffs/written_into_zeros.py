"""The rows' losses are written into a tensor of zeros, which is float32 whatever the model is. Which tensors could take
over the dtype of the numbers that go in?
"""


def robust_loss(model, x, y, delta=1.0):
    losses = torch.zeros(len(y))
    for row, (prediction, target) in enumerate(zip(model(x), y)):
        error = (prediction - target).abs().squeeze()
        losses[row] = 0.5 * error**2 if error < delta else delta * (error - 0.5 * delta)
    return losses.mean()
