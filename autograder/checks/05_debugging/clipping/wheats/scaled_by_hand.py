"""The norm of all gradients, one factor for all of them."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    model.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    total = torch.sqrt(sum((gradient**2).sum() for gradient in gradients))
    if total > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / total)
    optimizer.step()
    return float(loss.detach())
