"""Training sets the seed of PyTorch's random numbers, which all other code shares."""


def train_with_history(model, batches, optimizer):
    torch.manual_seed(0)
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
