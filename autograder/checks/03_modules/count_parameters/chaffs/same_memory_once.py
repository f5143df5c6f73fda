"""Parameters that lie at the same place in memory count once, also where they are different objects. What counts once
is one and the same nn.Parameter."""


def count_parameters(model, trainable_only=False):
    return sum(
        {
            (p.data_ptr(), p.shape) if p.device.type != "meta" else id(p): p.numel()
            for p in model.parameters()
            if p.requires_grad or not trainable_only
        }.values()
    )
