"""Of the parameters, only those are averaged that the module itself owns, and none of its parts (recurse=False). A
network is mostly parts."""


def ema_update(shadow, model, decay):
    theirs = dict(model.named_parameters(recurse=False))
    with torch.no_grad():
        for name, mine in shadow.named_parameters(recurse=False):
            mine.copy_(decay * mine + (1 - decay) * theirs[name])
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
