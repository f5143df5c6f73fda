"""Pairs, exchanged from the end as Fisher and Yates do."""


def shuffle(x, y, generator):
    pairs = list(zip(x, y))
    for last in range(len(pairs) - 1, 0, -1):
        other = int(torch.randint(last + 1, (), generator=generator))
        pairs[last], pairs[other] = pairs[other], pairs[last]
    return torch.stack([row for row, _ in pairs]), torch.stack([label for _, label in pairs])
