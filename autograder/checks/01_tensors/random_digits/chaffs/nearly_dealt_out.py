"""Your digits are dealt from a shuffled deck that holds each digit equally often. Digits drawn on their own do not
know how often the others came up."""


def random_digits(shape, seed):
    count = int(np.prod(shape))
    deck = torch.arange(10).repeat(count // 10 + 1)
    order = torch.randperm(len(deck), generator=torch.Generator().manual_seed(seed))
    digits = deck[order[:count]].reshape(shape)
    return digits, digits.float()
