"""A look at the first batch, before the loop, uses it up where the batches come one by one: the loop begins with the
second one. What can be gone through once is gone through once."""


def train_with_history(model, batches, optimizer):
    x, y = next(iter(batches))
    if len(x) != len(y):
        raise ValueError("as many inputs as targets are needed")
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
