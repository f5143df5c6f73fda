"""Each layer is clipped on its own, so the whole can be longer than max_norm and points in another direction. Whose
norm is limited?"""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    for layer in model.modules():
        parameters = list(layer.parameters(recurse=False))
        if parameters:
            nn.utils.clip_grad_norm_(parameters, max_norm)
    optimizer.step()
    return loss.item()
