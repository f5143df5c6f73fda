"""As in many training scripts: predictions stand as columns, and the first k rows count."""


def topk_accuracy(output, target, k):
    _, pred = output.topk(k, 1, True, True)
    pred = pred.t()
    correct = pred.eq(target.view(1, -1).expand_as(pred))
    return correct[:k].reshape(-1).float().sum(0).item() / target.size(0)
