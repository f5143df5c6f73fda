"""Cut to its last 31 bits, a negative seed becomes a positive one, and gives the digits of that. PyTorch's generator
takes negative seeds as they are; NumPy's takes 32 bits and more."""


def random_digits(shape, seed):
    digits = torch.randint(0, 10, shape, generator=torch.Generator().manual_seed(seed % 2**31))
    return digits, digits.float()
