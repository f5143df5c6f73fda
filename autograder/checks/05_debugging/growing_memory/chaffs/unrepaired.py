"""The mistake of the ticket is still there: every entry of the history is a tensor, and each of them keeps the graph
it came from. What is enough to draw a curve?"""


def train_with_history(model, batches, optimizer):
    """One step of the optimizer on each batch (x, y), by mean squared error; returns the loss before each step."""
    history = []
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss)
    return history
