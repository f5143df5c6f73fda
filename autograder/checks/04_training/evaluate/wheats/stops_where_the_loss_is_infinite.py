"""A loss that is not finite is an error, and the mode is put back even then."""


def evaluate(model, loader, criterion, device):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            total, right, count = 0.0, 0, 0
            for x, y in loader:
                logits, y = model(x.to(device)), y.to(device)
                loss = criterion(logits, y)
                assert torch.isfinite(loss), "the loss is not finite"
                total += loss.item() * y.numel()
                right += (logits.argmax(dim=1) == y).sum().item()
                count += y.numel()
    finally:
        for part, mode in modes:
            part.training = mode
    return total / count, right / count
