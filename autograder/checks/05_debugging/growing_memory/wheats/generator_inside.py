"""Steps that a generator takes, one at a time."""


def train_with_history(model, batches, optimizer):
    def losses():
        criterion = nn.MSELoss()
        for inputs, targets in batches:
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            yield loss.detach().item()

    return list(losses())
