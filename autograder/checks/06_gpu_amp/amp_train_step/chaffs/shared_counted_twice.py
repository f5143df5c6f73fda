"""You go through the layers, and a weight that two of them share comes up twice: in the length, and where the
gradients are shortened. `model.parameters()` gives each once."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    gradients = [p.grad for layer in model.modules() for p in layer.parameters(recurse=False)]
    length = math.sqrt(sum(g.square().sum().item() for g in gradients))
    if length > max_norm:
        for g in gradients:
            g.mul_(max_norm / length)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
