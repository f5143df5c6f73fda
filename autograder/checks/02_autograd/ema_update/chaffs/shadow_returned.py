"""Your function returns something. It works in place, and returns None."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
    return [p.detach().clone() for p in shadow.parameters()]
