"""Infinite gradients are made zeros, and then comes a step without the scaler. What else moves weights in a step?"""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    if not torch.isfinite(nn.utils.clip_grad_norm_(model.parameters(), max_norm)):
        for parameter in model.parameters():
            parameter.grad.zero_()
    optimizer.step()
    scaler.update()
    return loss.detach()
