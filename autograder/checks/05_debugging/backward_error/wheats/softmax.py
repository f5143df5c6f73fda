"""PyTorch's own softmax, which is stable."""


def attend(scores, values):
    return scores.softmax(dim=1) @ values
