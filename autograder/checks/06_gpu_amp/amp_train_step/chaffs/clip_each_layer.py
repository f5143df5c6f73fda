"""Each layer is clipped on its own, so the whole can be longer than max_norm and points in another direction. Whose
length is limited?"""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    for layer in model.modules():
        parameters = list(layer.parameters(recurse=False))
        if parameters:
            nn.utils.clip_grad_norm_(parameters, max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
