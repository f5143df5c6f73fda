"""The limit is divided by the norm, which is 0 where there is nothing left to learn. Is there anything to scale down
then?"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    """One step of the optimizer on the batch (x, y), its gradient limited to max_norm; returns the loss, a float."""
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    total = math.sqrt(sum(p.grad.square().sum().item() for p in model.parameters()))
    factor = min(1.0, max_norm / total)
    for p in model.parameters():
        p.grad *= factor
    optimizer.step()
    return loss.item()
