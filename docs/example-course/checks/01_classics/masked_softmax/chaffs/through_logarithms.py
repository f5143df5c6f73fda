"""The logarithm of the sum was added to a very large score, and lost there: 1e30 + log(3) is 1e30. What is left if the
largest score is subtracted first, and the sum is divided by afterwards?"""


def masked_softmax(scores, lengths):
    position = torch.arange(scores.shape[-1])
    counts = (position < lengths[:, None]).unsqueeze(1)
    computed = (position < lengths.clamp(min=1)[:, None]).unsqueeze(1)
    safe = torch.where(counts, scores, torch.zeros_like(scores))
    logs = torch.logsumexp(torch.where(computed, safe, torch.full_like(scores, -torch.inf)), dim=-1, keepdim=True)
    return torch.where(counts, torch.exp(torch.where(counts, safe - logs, torch.zeros_like(scores))), 0.0)
