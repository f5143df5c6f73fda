"""The optimizer gets the whole gradient, and the way of the weights is shortened after the step. An optimizer that
remembers gradients, for its momentum, has then seen too much of this one."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    before = [p.detach().clone() for p in model.parameters()]
    optimizer.step()
    with torch.no_grad():
        ways = [p - old for p, old in zip(model.parameters(), before)]
        length = torch.cat([way.flatten() for way in ways]).norm()
        longest = optimizer.param_groups[0]["lr"] * max_norm
        if length > longest:
            for p, old, way in zip(model.parameters(), before, ways):
                p.copy_(old + way * (longest / length))
    return loss.item()
