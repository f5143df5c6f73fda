"""The result is right, and the input is ruined: the caller's logits have changed. Work on a copy, or let `topk` do
it."""


def topk_accuracy(logits, labels, k):
    hits = torch.zeros(len(labels), dtype=torch.bool)
    rows = torch.arange(len(labels))
    for _ in range(k):
        best = logits.argmax(dim=1)
        hits |= best == labels
        logits[rows, best] = -torch.inf
    return hits.float().mean().item()
