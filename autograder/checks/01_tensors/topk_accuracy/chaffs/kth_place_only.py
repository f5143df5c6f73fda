"""Only the k-th place counts. A label on a better place counts as well."""


def topk_accuracy(logits, labels, k):
    place = logits.argsort(dim=1, descending=True)[:, k - 1]
    return (place == labels).float().mean().item()
