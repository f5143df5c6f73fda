"""The loss inside of the block, gradients set to None by hand, the result a clone."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    for p in model.parameters():
        p.grad = None
    with torch.amp.autocast(device_type=x.device.type, dtype=torch.bfloat16):
        loss = criterion(model(x).float(), y)
    value = loss.detach().clone()
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(list(model.parameters()), max_norm=max_norm)
    scaler.step(optimizer)
    scaler.update()
    return value
