"""The scores are divided by the root of the width of the values before the softmax, as in a transformer. Here the
weights are the softmax of the scores as they are."""


def attend(scores, values):
    return torch.softmax(scores / math.sqrt(values.shape[1]), dim=1) @ values
