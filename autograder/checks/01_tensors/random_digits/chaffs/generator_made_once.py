"""Your generator outlives the call and goes on where it stopped, so the same seed gives other digits the next time.
Make and seed a generator in every call."""

_generators = {}


def random_digits(shape, seed):
    if seed not in _generators:
        _generators[seed] = torch.Generator().manual_seed(seed)
    digits = torch.randint(0, 10, shape, generator=_generators[seed])
    return digits, digits.float()
