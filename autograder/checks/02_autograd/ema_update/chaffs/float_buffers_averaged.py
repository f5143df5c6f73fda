"""You copy the counts and average the buffers of floats. A buffer is copied, whatever its dtype: only what is learned
is averaged."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            if s.is_floating_point():
                s.mul_(decay).add_(m, alpha=1 - decay)
            else:
                s.copy_(m)
