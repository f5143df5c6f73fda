"""You take bytes modulo ten. Of the 256 bytes 26 end up at each digit up to 5, and 25 at each from 6 on, so the digits
are not equally likely. Draw from 0 to 9 at once."""


def random_digits(shape, seed):
    generator = torch.Generator().manual_seed(seed)
    digits = torch.randint(0, 256, shape, generator=generator) % 10
    return digits, digits.float()
