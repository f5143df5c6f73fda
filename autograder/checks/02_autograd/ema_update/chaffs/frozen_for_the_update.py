"""After the call the shadow's parameters do not require grad, and did before. Not to record something is one thing, to
change flags another."""


def ema_update(shadow, model, decay):
    shadow.requires_grad_(False)
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
