"""A CUDA device has a method of its own; gradients are cleared at the end, too."""


def on(tensor, device):
    return tensor.cuda() if torch.device(device).type == "cuda" else tensor.to(device)


def train_step(model, batch, optimizer, criterion, device):
    inputs, targets = on(batch[0], device), on(batch[1], device)
    optimizer.zero_grad(set_to_none=False)
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total = 0
    samples = 0
    for x, y in loader:
        total = total + train_step(model, [x, y], optimizer, criterion, device) * x.size(0)
        samples += x.size(0)
    return float(total / samples)
