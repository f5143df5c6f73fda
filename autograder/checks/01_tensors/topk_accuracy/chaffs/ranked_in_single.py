"""You convert float64 logits to float32 before you rank them. Logits that lie close together are equal then: compare
them as they are."""


def topk_accuracy(logits, labels, k):
    best = logits.float().topk(k, dim=1).indices
    return (best == labels[:, None]).any(dim=1).double().mean().item()
