"""The seed of PyTorch's random numbers is set on the way, and all other code shares it. Who asked for that?"""


def normalize(train, test):
    torch.manual_seed(0)
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    return (train - mean) / std, (test - mean) / std
