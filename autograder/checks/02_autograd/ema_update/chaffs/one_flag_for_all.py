"""After the call all parameters of the shadow have the same `requires_grad`. Some may have been frozen and others not:
`torch.no_grad()` needs no flag changed."""


def ema_update(shadow, model, decay):
    flag = next(shadow.parameters()).requires_grad
    shadow.requires_grad_(False)
    for slow, fast in zip(shadow.parameters(), model.parameters()):
        slow.mul_(decay).add_(fast.detach(), alpha=1 - decay)
    for mine, current in zip(shadow.buffers(), model.buffers()):
        mine.copy_(current)
    shadow.requires_grad_(flag)
