"""Takes a step of 1 − decay towards the model."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s += (m - s) * (1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s[...] = m
    return None
