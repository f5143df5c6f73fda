"""x is converted to float32, and the model is to get it as it is. The numbers of words, for an embedding, are
integers."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x.float())
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
