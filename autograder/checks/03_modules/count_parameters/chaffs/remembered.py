"""A model's count is remembered from the first call on, although parameters can be frozen or thawed in between."""

import functools


@functools.cache
def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)
