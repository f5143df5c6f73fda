"""Interpolates in place, parameter by parameter."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    for slow, fast in zip(shadow.parameters(), model.parameters()):
        slow.lerp_(fast, 1 - decay)
    for mine, current in zip(shadow.buffers(), model.buffers()):
        mine.copy_(current)
