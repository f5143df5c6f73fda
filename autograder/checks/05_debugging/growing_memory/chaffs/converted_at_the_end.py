"""Until the end something holds all the graphs: a list of losses that become floats later, say, or a running total
that is a tensor. Memory grows meanwhile."""


def train_with_history(model, batches, optimizer):
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss)
    return [loss.item() for loss in history]
