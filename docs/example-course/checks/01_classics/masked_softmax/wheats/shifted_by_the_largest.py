"""The formula itself: subtract the largest score that counts, and divide by the sum where there is one."""


def masked_softmax(scores, lengths):
    counts = (torch.arange(scores.shape[-1]) < lengths[:, None]).unsqueeze(1).expand_as(scores)
    safe = torch.where(counts, scores, torch.full_like(scores, torch.finfo(scores.dtype).min))
    shifted = safe - safe.max(dim=-1, keepdim=True).values.detach()
    weights = torch.where(counts, shifted.exp(), torch.zeros_like(scores))
    total = weights.sum(-1, keepdim=True)
    return weights / torch.where(total > 0, total, torch.ones_like(total))
