"""Your function refuses logits that are not bfloat16. A model may end in something that autocast leaves in float32: a
sum, say, or a norm."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    if logits.dtype != torch.bfloat16:
        raise RuntimeError(f"the model calculates in {logits.dtype}")
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
