"""A sample counts as right where its label has more than half of the probability. With more than two classes, the
largest logit may have less."""


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.softmax(dim=1).gather(1, y[:, None]) > 0.5).sum().item()
            count += len(y)
    model.train(was_training)
    return total / count, right / count
