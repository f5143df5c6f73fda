"""The loss that is returned is that of the model after the step. Which one is asked for?"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return criterion(model(x), y).item()
