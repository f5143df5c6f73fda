"""The squares of a row are added up and only then averaged over the rows. The mean squared error is the mean over all
numbers: rows may have several."""


def train_with_history(model, batches, optimizer):
    history = []
    for x, y in batches:
        loss = ((model(x) - y) ** 2).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
