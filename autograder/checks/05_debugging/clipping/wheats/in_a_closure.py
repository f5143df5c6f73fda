"""All of it in a closure, which the optimizer calls before its step."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch

    def closure():
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm, foreach=True)
        return loss

    return optimizer.step(closure).item()
