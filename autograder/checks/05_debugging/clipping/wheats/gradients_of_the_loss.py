"""The gradients asked for as a list, clipped there, then handed to the optimizer."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    loss = criterion(model(batch[0]), batch[1])
    parameters = list(model.parameters())
    gradients = torch.autograd.grad(loss, parameters)
    norm = torch.cat([gradient.flatten() for gradient in gradients]).norm().item()
    factor = min(1.0, max_norm / max(norm, 1e-30))
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient * factor
    optimizer.step()
    return loss.item()
