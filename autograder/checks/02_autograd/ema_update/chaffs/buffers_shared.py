"""The shadow's buffers *are* the model's now: what happens to the one happens to the other. Copy the numbers, not the
tensor."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.modules(), model.modules()):
            for name in s._buffers:
                s._buffers[name] = m._buffers[name]
