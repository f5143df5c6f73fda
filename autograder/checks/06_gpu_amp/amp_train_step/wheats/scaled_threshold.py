"""Scaled gradients against a scaled max_norm; the scaler unscales them in its step."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm * scaler.get_scale())
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
