"""enumerate, and p.grad = None by hand just before backward; sums as tensors without a graph."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, seen = torch.zeros((), dtype=torch.float64), torch.zeros((), dtype=torch.int64), 0
    for step, batch in enumerate(loader):
        x, y = (part.to(device) for part in batch)
        scores = model(x)
        loss = criterion(scores, y)
        for p in model.parameters():
            p.grad = None
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            total += loss * x.size(0)
            right += scores.argmax(dim=-1).eq(y).sum()
        seen += x.size(0)
    return (total / seen).item(), (right / seen).item()
