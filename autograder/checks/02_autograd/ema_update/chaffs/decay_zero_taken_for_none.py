"""A decay of 0 is a number like any other, and yours is replaced by another one: what does Python's `or` make of 0?"""


@torch.no_grad()
def ema_update(shadow, model, decay):
    decay = decay or 0.999
    for mine, theirs in zip(shadow.parameters(), model.parameters()):
        mine.mul_(decay).add_(theirs, alpha=1 - decay)
    for mine, theirs in zip(shadow.buffers(), model.buffers()):
        mine.copy_(theirs)
