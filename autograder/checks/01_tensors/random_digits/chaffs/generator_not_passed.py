"""You make a generator and seed it, and then draw without it: the draw comes from the global generator. Functions
that draw take an argument `generator`."""


def random_digits(shape, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    digits = torch.randint(0, 10, shape)
    return digits, digits.float()
