"""On its way to the loss, something is made of the numbers alone: by torch.tensor(...), .data or detach, say.
requires_grad on what comes out does not bring the model back. Which functions stay in the graph?"""


def robust_loss(model, x, y, delta=1.0):
    errors = (model(x) - y).data.abs().requires_grad_()
    return torch.where(errors < delta, 0.5 * errors**2, delta * (errors - 0.5 * delta)).mean()
