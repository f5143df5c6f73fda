"""The gradients are cleared at the end and not before backward: what lies in .grad when your function is called counts,
and was never scaled."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    return loss.detach()
