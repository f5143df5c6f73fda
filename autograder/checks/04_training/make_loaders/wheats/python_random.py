"""Python's own generator draws the split; the loaders get a RandomSampler and a SequentialSampler."""

import random

from torch.utils.data import RandomSampler, SequentialSampler


def make_loaders(dataset, val_fraction, batch_size, seed):
    rows = list(range(len(dataset)))
    random.Random(seed).shuffle(rows)
    cut = len(rows) - round(val_fraction * len(rows))
    training, validation = Subset(dataset, rows[:cut]), Subset(dataset, rows[cut:])
    g = torch.Generator()
    g.manual_seed(seed)
    return [
        DataLoader(training, batch_size, sampler=RandomSampler(training, generator=g), drop_last=False),
        DataLoader(validation, batch_size, sampler=SequentialSampler(validation)),
    ]
