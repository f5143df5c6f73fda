"""The gradients are cleared after the step, and not before backward. What lies in .grad when your function is called is
added to the first gradient."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
