"""After a good step you give `update()` the old scale, and then it counts nothing. Without a number it knows when there
have been enough good steps for a larger scale."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    length = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    if length.isfinite():
        scaler.update(scaler.get_scale())
    else:
        scaler.update()
    return loss.detach()
