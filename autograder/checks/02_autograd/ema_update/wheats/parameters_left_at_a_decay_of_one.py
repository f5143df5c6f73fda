"""Where nothing would move, the parameters are left alone; the buffers are copied whatever the decay."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    for mine, theirs in zip(shadow.buffers(), model.buffers()):
        mine.copy_(theirs)
    if decay == 1:
        return
    for mine, theirs in zip(shadow.parameters(), model.parameters()):
        mine.copy_(mine * decay + theirs * (1 - decay))
