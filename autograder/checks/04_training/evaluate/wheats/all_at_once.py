"""All logits and labels are gathered first; the criterion sees them together."""


def evaluate(model, loader, criterion, device):
    training = model.training
    model.train(False)
    with torch.set_grad_enabled(False):
        pairs = []
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            pairs.append((model(x), y))
        logits, labels = (torch.cat(parts) for parts in zip(*pairs))
        loss = criterion(logits, labels).item()
        accuracy = (logits.argmax(1) == labels).double().mean().item()
    model.train(training)
    return loss, accuracy
