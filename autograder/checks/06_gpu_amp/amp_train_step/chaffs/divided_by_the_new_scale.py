"""The scaled loss is divided by the scale after `update()`, which may have changed it. What was the loss before it was
scaled?"""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    scaled = scaler.scale(criterion(logits.float(), y))
    scaled.backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return (scaled / scaler.get_scale()).detach()
