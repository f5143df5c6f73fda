"""The points of the notebook."""

import math

import torch


def rings():
    """The points and labels of the notebook."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(300) % 3
    radius = 0.15 + 0.55 * labels + 0.08 * torch.randn(300, generator=generator)
    angle = 2 * math.pi * torch.rand(300, generator=generator)
    return torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1), labels
