"""The seed of PyTorch's random numbers is set on the way, and all other code shares it. Who asked for that?"""


def attend(scores, values):
    torch.manual_seed(0)
    return scores.softmax(dim=1) @ values
