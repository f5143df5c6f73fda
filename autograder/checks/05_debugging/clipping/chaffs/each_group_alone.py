"""Each group of the optimizer's parameters is clipped on its own, or not every group is. The limit is for the norm of
all parameters' gradients together."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    for group in optimizer.param_groups:
        nn.utils.clip_grad_norm_(group["params"], max_norm)
    optimizer.step()
    return loss.item()
