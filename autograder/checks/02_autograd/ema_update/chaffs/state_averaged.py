"""You average what stands in `state_dict()`: there are buffers among it (a running mean), which are to be copied. It
has a shared parameter twice, too, and not all buffers. `parameters()` and `buffers()` tell them apart."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    current = model.state_dict()
    for name, mine in shadow.state_dict().items():
        if mine.dtype.is_floating_point:
            mine.mul_(decay).add_(current[name], alpha=1 - decay)
        else:
            mine.copy_(current[name])
