"""The gradients of the biases escape: only those of the weights are clipped."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_([p for name, p in model.named_parameters() if name.endswith("weight")], max_norm)
    optimizer.step()
    return loss.item()
