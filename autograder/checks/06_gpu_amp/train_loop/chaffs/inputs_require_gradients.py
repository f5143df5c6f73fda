"""The inputs are made to require gradients, and the caller's tensors may be these very inputs. Who needs a gradient?"""


def train_step(model, batch, optimizer, criterion, device):
    x, y = (tensor.to(device) for tensor in batch)
    if x.is_floating_point():
        x.requires_grad_()
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
