"""Only what the module owns itself is updated, and nothing of its parts (recurse=False). A network is mostly parts."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    for mine, theirs in zip(shadow.parameters(recurse=False), model.parameters(recurse=False)):
        mine.mul_(decay).add_(theirs, alpha=1 - decay)
    for mine, theirs in zip(shadow.buffers(recurse=False), model.buffers(recurse=False)):
        mine.copy_(theirs)
