"""Your digits are dealt from a shuffled deck that holds each digit equally often. Digits drawn on their own do not
know how often the others came up."""


def random_digits(shape, seed):
    count = int(np.prod(shape))
    digits = (torch.randperm(count, generator=torch.Generator().manual_seed(seed)) % 10).reshape(shape)
    return digits, digits.float()
