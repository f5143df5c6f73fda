"""After a step with gradients that are not finite the scaler is not told that the step is over, so the scale stays as
it is. Who is to make it smaller?"""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    if torch.isfinite(loss):
        scaler.update()
    return loss.detach()
