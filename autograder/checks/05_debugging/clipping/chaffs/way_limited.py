"""What is limited is the way that the weights go, the rate times the gradient. `max_norm` is a limit for the gradient
itself, whatever the optimizer makes of it.
"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm / optimizer.param_groups[0]["lr"])
    optimizer.step()
    return loss.item()
