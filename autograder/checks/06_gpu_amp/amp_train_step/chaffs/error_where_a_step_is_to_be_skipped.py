"""With a gradient that is not finite, your function ends in an error. Such a step is to be skipped in silence, and the
scaler does that."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm, error_if_nonfinite=True):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm, error_if_nonfinite=True)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
