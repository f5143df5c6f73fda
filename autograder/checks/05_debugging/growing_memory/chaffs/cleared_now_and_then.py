"""The tensors become numbers now and then, and until then all their graphs are in memory at once."""


def train_with_history(model, batches, optimizer):
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss)
        if len(history) % 10 == 0:
            history = [float(loss) for loss in history]
    return [float(loss) for loss in history]
