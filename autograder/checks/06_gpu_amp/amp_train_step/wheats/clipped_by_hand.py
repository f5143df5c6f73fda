"""The norm and the factor are calculated by hand."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad(set_to_none=False)
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.to(torch.float32), y)
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.unscale_(optimizer)
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.sqrt(sum(g.square().sum() for g in gradients))
    factor = (max_norm / norm).clamp(max=1.0)
    for g in gradients:
        g.mul_(factor)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
