"""x is flattened before the model gets it. Some models need its other dimensions, and those that do not flatten it
themselves."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x.view(len(x), -1))
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
