"""The wrong thing was detached: without the graph of its prediction, the loss cannot reach the model."""


def train_with_history(model, batches, optimizer):
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x).detach(), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
