"""Who says in which mode a model takes its step? Some are trained in eval mode, for the sake of their statistics."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
