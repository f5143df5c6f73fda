"""Sums kept as detached tensors on the device, a method that trains, and a loader gone through by its length."""


class Epoch:
    def __init__(self, model, criterion, optimizer):
        self.model, self.criterion, self.optimizer = model, criterion, optimizer

    def train_on(self, x, y):
        self.optimizer.zero_grad()
        logits = self.model(x)
        loss = self.criterion(logits, y)
        loss.backward()
        self.optimizer.step()
        with torch.no_grad():
            return loss.detach() * y.size(0), torch.eq(logits.argmax(-1), y).sum(), y.size(0)


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    epoch, batches = Epoch(model, criterion, optimizer), iter(loader)
    loss, right, count = torch.zeros((), device=device), torch.zeros((), device=device), 0
    for _ in range(len(loader)):
        x, y = (part.to(device) for part in next(batches))
        batch = epoch.train_on(x, y)
        loss = loss.to(batch[0].dtype) + batch[0]
        right += batch[1]
        count += batch[2]
    return (loss / count).item(), (right / count).item()
