"""The loss is a function of the parameters, and torch.func gives its gradients; backward is never called."""


def amp_train_step(model, x, y, criterion, optimizer, scaler, max_norm):
    def losses(parameters):
        with torch.autocast(x.device.type, dtype=torch.bfloat16):
            logits = torch.func.functional_call(model, parameters, (x,))
        loss = criterion(logits.float(), y)
        return scaler.scale(loss), loss

    values = {name: parameter.detach() for name, parameter in model.named_parameters()}
    gradients, loss = torch.func.grad(losses, has_aux=True)(values)
    for name, parameter in model.named_parameters():
        parameter.grad = gradients[name]
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
