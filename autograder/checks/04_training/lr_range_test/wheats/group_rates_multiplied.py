"""The rate multiplied by one factor a step; the model saved in a buffer; tqdm around the steps."""

import io

from tqdm.auto import tqdm


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    buffer.seek(0)
    training = model.training
    factor = (end / start) ** (1 / (steps - 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    lrs, losses, best, iterator = [], [], float("inf"), iter(loader)
    model.train()
    for step in tqdm(range(steps)):
        batch = next(iterator, None)
        if batch is None:
            iterator = iter(loader)
            batch = next(iterator)
        inputs, targets = batch
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        value = float(loss)
        lrs.append(optimizer.param_groups[0]["lr"])
        losses.append(value)
        if math.isnan(value) or math.isinf(value) or value > 4 * best:
            break
        best = min(best, value)
        loss.backward()
        optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] *= factor
    model.load_state_dict(torch.load(buffer, weights_only=True))
    model.train(training)
    for p in model.parameters():
        p.grad = None
    return lrs, losses


def suggest_lr(lrs, losses):
    best_lr, best_loss = None, float("inf")
    for lr, loss in zip(lrs, losses):
        if math.isfinite(loss) and loss < best_loss:
            best_lr, best_loss = lr, loss
    return best_lr * 0.1
