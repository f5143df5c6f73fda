"""The gradients are limited to 1, whatever max_norm says."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()
