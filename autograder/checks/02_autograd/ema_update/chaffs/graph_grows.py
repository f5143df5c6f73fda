"""The update is recorded. For a shadow that requires grad PyTorch refuses; for one that does not, its parameters
turn into results of a calculation, and each call makes the graph longer. Where should nothing be recorded?"""


def ema_update(shadow, model, decay):
    for s, m in zip(shadow.parameters(), model.parameters()):
        s.mul_(decay).add_(m, alpha=1 - decay)
    for s, m in zip(shadow.buffers(), model.buffers()):
        s.copy_(m)
