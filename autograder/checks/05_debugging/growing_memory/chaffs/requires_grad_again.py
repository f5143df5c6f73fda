"""Detached and made to require a gradient again: backward runs, and stops before it reaches the model. Nothing is
learned."""


def train_with_history(model, batches, optimizer):
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y).detach().requires_grad_()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
