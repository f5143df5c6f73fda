"""Some buffers are copied and others are not: a count of batches is an integer, and a buffer all the same."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            if s.is_floating_point():
                s.copy_(m)
