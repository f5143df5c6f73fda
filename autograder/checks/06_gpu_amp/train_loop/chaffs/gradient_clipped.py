"""The gradient is clipped before the step. That makes another step of it wherever it is long, and nobody asked for
it."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch[0].to(device), batch[1].to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 10.0)
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
