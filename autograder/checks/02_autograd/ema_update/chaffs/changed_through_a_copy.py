"""`flatten` and `reshape(-1)` copy where the numbers of a parameter do not lie one after the other in memory: you
change the copy then, and the shadow stays as it was."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    for slow, fast in zip(shadow.parameters(), model.parameters()):
        slow.flatten().mul_(decay).add_(fast.flatten(), alpha=1 - decay)
    for slow, fast in zip(shadow.buffers(), model.buffers()):
        slow.copy_(fast)
