"""Buffers count too, such as running means and variances. They are state, but nobody trains them: what belongs to a
state dict and is no parameter?"""


def count_parameters(model, trainable_only=False):
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    return sum(p.numel() for p in [*model.parameters(), *model.buffers()])
