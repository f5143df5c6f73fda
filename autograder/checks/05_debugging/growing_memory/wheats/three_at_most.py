"""The last two losses stay at hand as tensors, in a queue: with that of the step itself, three graphs at the most."""

from collections import deque


def train_with_history(model, batches, optimizer):
    latest, history = deque(maxlen=2), []
    for x, y in batches:
        optimizer.zero_grad(set_to_none=True)
        latest.append(nn.MSELoss()(model(x), y))
        latest[-1].backward()
        optimizer.step()
        history.append(latest[-1].item())
    return history
