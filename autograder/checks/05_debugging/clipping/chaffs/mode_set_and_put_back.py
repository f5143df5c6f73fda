"""The model is put into training mode for its step, and back afterwards. In which mode should it take the step?"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    came_in = model.training
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    model.train(came_in)
    return loss.item()
