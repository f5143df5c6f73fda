"""The predictions lose their last dimension before they are compared with the targets. Where a row has one number
only, shapes (N,) and (N, 1) give N x N differences: leave both as they come."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x).squeeze(), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
