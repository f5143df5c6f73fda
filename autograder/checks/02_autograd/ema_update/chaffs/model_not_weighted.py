"""The model is added with its full weight, so the shadow grows with every call. The two weights must add up to 1."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
