"""autograd.grad gives the gradients of the scaled loss, and they are put where the optimizer looks for them."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    parameters = list(model.parameters())
    for parameter, gradient in zip(parameters, torch.autograd.grad(scaler.scale(loss), parameters)):
        parameter.grad = gradient
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(parameters, max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
