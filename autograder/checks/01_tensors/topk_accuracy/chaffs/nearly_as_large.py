"""Logits that lie close together count as equal, and a label among equals as right: by a conversion to float32, or by a
tolerance. Compare them as they are."""


def topk_accuracy(logits, labels, k):
    own = logits.gather(1, labels[:, None])
    threshold = logits.sort(dim=1, descending=True).values[:, k - 1 : k]
    return ((own > threshold) | torch.isclose(own, threshold)).double().mean().item()
