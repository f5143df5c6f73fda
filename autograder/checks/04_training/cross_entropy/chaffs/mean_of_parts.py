"""The batch is averaged in parts, and the parts again: a smaller last part then counts as much as the others."""

import torch


def cross_entropy(logits, targets):
    losses = []
    for rows, right in zip(logits.split(64), targets.split(64)):
        shifted = rows - rows.max(dim=1, keepdim=True).values
        log_sums = shifted.exp().sum(dim=1).log()
        losses.append((log_sums - shifted[torch.arange(len(rows)), right]).mean())
    return torch.stack(losses).mean()
