"""Works on the parameters' data, which autograd does not watch, and finds them by name."""


def ema_update(shadow, model, decay):
    targets = dict(shadow.named_parameters())
    for name, parameter in model.named_parameters():
        targets[name].data.mul_(decay)
        targets[name].data.add_(parameter.data * (1 - decay))
    for name, buffer in model.named_buffers():
        owner, _, leaf = name.rpartition(".")
        setattr(shadow.get_submodule(owner), leaf, buffer.detach().clone())
