"""len needs a list; batches may come one by one from a generator, which has no length and can be gone through
once."""


def train_with_history(model, batches, optimizer):
    history = [0.0] * len(batches)
    for number, (x, y) in enumerate(batches):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history[number] = loss.item()
    return history
