"""Your buffers are averaged, too. They are copied: half a count of batches means nothing."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(decay * s + (1 - decay) * m)
