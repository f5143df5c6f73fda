"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def topk_accuracy(logits, labels, k):
    torch.manual_seed(0)
    best = logits.topk(k, dim=1).indices
    return (best == labels[:, None]).any(dim=1).double().mean().item()
