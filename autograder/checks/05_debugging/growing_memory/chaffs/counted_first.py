"""The batches are gone through once to count them. If they come from a generator, none are left for training."""


def train_with_history(model, batches, optimizer):
    history = [0.0] * sum(1 for _ in batches)
    for number, (x, y) in enumerate(batches):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history[number] = loss.item()
    return history
