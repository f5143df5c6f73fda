"""With trainable_only=True, the count depends on the model's mode. train() and eval() do not decide on what can be
trained."""


def count_parameters(model, trainable_only=False):
    if not trainable_only:
        return sum(p.numel() for p in model.parameters())
    return sum(p.numel() for p in model.parameters() if model.training and p.requires_grad)
