"""You changed the model, which must stay as it is. Which of the two lags behind?"""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            m.mul_(1 - decay).add_(s, alpha=decay)
            s.copy_(m)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
