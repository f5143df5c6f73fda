"""Your shadow runs after the model instead of lagging behind: with a decay of 0.99, which of the two should weigh
more?"""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(1 - decay).add_(m, alpha=decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
