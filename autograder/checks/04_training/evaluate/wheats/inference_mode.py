"""inference_mode as a decorator, all logits first, then one loss."""


@torch.inference_mode()
def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.eval()
    n, loss, hits = 0, 0.0, 0
    for i, (x, y) in enumerate(loader):
        y = y.to(device)
        output = model(x.to(device))
        n += y.size(0)
        loss += y.size(0) * float(criterion(output, y))
        hits += int(output.max(1)[1].eq(y).sum())
    if was_training:
        model.train()
    return loss / n, hits / n
