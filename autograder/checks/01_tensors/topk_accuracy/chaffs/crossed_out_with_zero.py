"""You cross out the largest logit by writing 0 over it. Among negative logits 0 is the largest, and wins once more."""


def topk_accuracy(logits, labels, k):
    logits, rows = logits.clone(), torch.arange(len(labels))
    right = torch.zeros(len(labels), dtype=torch.bool)
    for _ in range(k):
        best = logits.argmax(dim=1)
        right |= best == labels
        logits[rows, best] = 0
    return right.double().mean().item()
