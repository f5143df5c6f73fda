"""The type of device by asking for the accelerator at hand."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    accelerator = torch.accelerator.current_accelerator()
    kind = "cpu" if x.device.type == "cpu" else accelerator.type
    optimizer.zero_grad()
    with torch.autocast(kind, torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
