"""With the history, zero_grad went away, too: every step now uses the gradients of all batches so far."""


def train_with_history(model, batches, optimizer):
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
