"""The layers of dropout and normalisation are switched, and there are others, also such as ask for the mode of the
model that they stand in. A model can switch all of its parts, whatever they are.
"""


def evaluate(model, loader, criterion, device):
    kinds = (nn.modules.dropout._DropoutNd, nn.modules.batchnorm._BatchNorm)
    modes = {part: part.training for part in model.modules() if isinstance(part, kinds)}
    for part in modes:
        part.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    for part, mode in modes.items():
        part.train(mode)
    return total / count, right / count
