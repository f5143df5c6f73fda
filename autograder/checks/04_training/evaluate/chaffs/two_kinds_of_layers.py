"""Two kinds of layers are switched, and there are others. A model can switch all of its parts, whatever they are."""


def evaluate(model, loader, criterion, device):
    switched = [m for m in model.modules() if isinstance(m, (nn.Dropout, nn.BatchNorm1d)) and m.training]
    for part in switched:
        part.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    for part in switched:
        part.train()
    return total / count, right / count
