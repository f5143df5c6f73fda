"""Each parameter is clipped on its own, so the whole can be longer than max_norm and points in another direction.
Whose norm is limited?"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    """One step of the optimizer on the batch (x, y), its gradient limited to max_norm; returns the loss, a float."""
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    for parameter in model.parameters():
        nn.utils.clip_grad_norm_(parameter, max_norm)
    optimizer.step()
    return loss.item()
