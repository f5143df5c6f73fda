"""The function sets the seed of PyTorch's random numbers, which all other code shares. Who asked for that?"""


def count_parameters(model, trainable_only=False):
    torch.manual_seed(0)
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)
