"""The seed of PyTorch's random numbers is set on the way, and all other code shares it. Who asked for that?"""


def regression_loss(model, x, y):
    torch.manual_seed(0)
    return ((model(x).squeeze(1) - y) ** 2).mean()
