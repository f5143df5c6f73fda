"""The seed of PyTorch's random numbers is set on the way, and all other code shares it. Who asked for that?"""


def classifier_loss(model, x, y):
    torch.manual_seed(0)
    return nn.functional.cross_entropy(model(x), y)
