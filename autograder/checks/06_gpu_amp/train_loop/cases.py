"""Models, batches, criteria and optimizers for train_loop."""

from torch import nn

from ..common import (
    ADAM,
    MOMENTUM,
    SGD,
    a_classifier,
    a_line,
    class_batches,
    filled,
    normal,
    number_batches,
)


def normalising(rng):
    """A classifier whose answers in train mode are others than in eval mode."""
    return nn.Sequential(nn.BatchNorm1d(4), a_classifier(rng))


def step_cases(rng):
    """A model, batches, a criterion and an optimizer."""
    return [
        (normalising(rng), class_batches([6, 4, 5], rng), nn.CrossEntropyLoss(), MOMENTUM),
        (a_line(rng), number_batches([5, 1, 3], rng), nn.MSELoss(), ADAM),
    ]


def epoch_cases(rng):
    return [
        (normalising(rng), class_batches([4, 4, 4, 2], rng), nn.CrossEntropyLoss(), SGD),
        (a_line(rng), number_batches([3, 3, 1], rng), nn.MSELoss(), ADAM),
    ]


def series_case(rng):
    """Series whose length is another in each batch: a sample is a row of x, however many numbers it holds."""
    model = nn.Sequential(filled(nn.Conv1d(3, 2, 1), rng))
    sizes = [(4, 3), (4, 11), (2, 5)]
    batches = [
        (normal(n, 3, length, rng=rng), (1 + 2 * k) * normal(n, 2, length, rng=rng))
        for k, (n, length) in enumerate(sizes)
    ]
    return model, batches, nn.MSELoss(), SGD
