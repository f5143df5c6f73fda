"""Of the buffers, only those are copied that the module itself owns, and none of its parts. A network is mostly parts:
`buffers()` finds them at every depth."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    for mine, theirs in zip(shadow.parameters(), model.parameters()):
        mine.lerp_(theirs, 1 - decay)
    for mine, theirs in zip(shadow.buffers(recurse=False), model.buffers(recurse=False)):
        mine.copy_(theirs)
