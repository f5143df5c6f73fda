"""The shadow's parameters are new objects now. Whoever holds the old ones, an optimizer say, never hears of the update:
change the tensors in place."""


def ema_update(shadow, model, decay):
    fast = dict(model.named_parameters())
    for name, s in list(shadow.named_parameters()):
        owner, _, leaf = name.rpartition(".")
        new = nn.Parameter((decay * s + (1 - decay) * fast[name]).detach(), requires_grad=s.requires_grad)
        setattr(shadow.get_submodule(owner), leaf, new)
    with torch.no_grad():
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
