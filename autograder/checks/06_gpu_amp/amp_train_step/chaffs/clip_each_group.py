"""Each of the optimizer's groups is clipped by itself. All parameters together have one gradient, of one length."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    for group in optimizer.param_groups:
        nn.utils.clip_grad_norm_(group["params"], max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
