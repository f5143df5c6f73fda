"""The norm is asked for first, and then clipped with; gradients are cleared at the end, too."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    with torch.enable_grad():
        loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    total = nn.utils.get_total_norm([p.grad for p in model.parameters()])
    nn.utils.clip_grads_with_norm_(model.parameters(), max_norm, total)
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    return loss.detach()
