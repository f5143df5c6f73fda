"""next() until it stops; gradients zeroed by hand between forward and backward; a running mean."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    mean_loss, accuracy, count = 0.0, 0.0, 0
    batches = iter(loader)
    while True:
        try:
            x, y = next(batches)
        except StopIteration:
            return float(mean_loss), float(accuracy)
        x, y = x.to(device=device), y.to(device=device)
        logits = model(x)
        loss = criterion(logits, y)
        model.zero_grad()
        grads = torch.autograd.grad(loss, list(model.parameters()))
        for p, g in zip(model.parameters(), grads):
            p.grad = g
        optimizer.step()
        n = y.numel()
        count += n
        mean_loss += (float(loss.detach()) - mean_loss) * n / count
        accuracy += (float((logits.argmax(1) == y).float().mean()) - accuracy) * n / count
