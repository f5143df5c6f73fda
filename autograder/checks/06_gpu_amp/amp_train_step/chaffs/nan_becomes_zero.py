"""You make 0 of each NaN in the gradients before the scaler looks, and it steps as if all were well. NaN says that the
whole step is worthless: whose task is it to see that?"""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    for p in model.parameters():
        p.grad.masked_fill_(p.grad.isnan(), 0.0)
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
