"""A function for one step, whose graph ends with it."""


def train_with_history(model, batches, optimizer):
    criterion = nn.MSELoss()

    def step(x, y):
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return float(loss.detach())

    return [step(*batch) for batch in batches]
