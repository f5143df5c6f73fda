"""The loss is float32, whatever the model is: it was cast, or written into a tensor of zeros, which is float32 unless
somebody says otherwise. A loss has the dtype of the numbers that go into it.
"""


def robust_loss(model, x, y, delta=1.0):
    losses = torch.zeros(len(y))
    for row, (prediction, target) in enumerate(zip(model(x), y)):
        error = (prediction - target).abs().squeeze()
        losses[row] = 0.5 * error**2 if error < delta else delta * (error - 0.5 * delta)
    return losses.mean()
