"""After the call all of the shadow's parameters require grad, also those that did not. Whose decision is that?"""


def ema_update(shadow, model, decay):
    shadow.requires_grad_(False)
    for mine, theirs in zip(shadow.parameters(), model.parameters()):
        mine.mul_(decay).add_((1 - decay) * theirs.detach())
    for mine, theirs in zip(shadow.buffers(), model.buffers()):
        mine.copy_(theirs)
    shadow.requires_grad_(True)
