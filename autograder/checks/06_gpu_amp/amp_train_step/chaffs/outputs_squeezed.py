"""The model's outputs lose a dimension before the criterion gets them. Beside targets of shape (N, 1), each output then
meets all targets. The criterion gets what the model gives."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x).squeeze(-1)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
