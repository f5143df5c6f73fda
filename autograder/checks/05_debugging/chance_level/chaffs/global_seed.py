"""The order follows the generator by way of the global seed, which all other code shares and finds changed."""


def shuffle(x, y, generator):
    torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
    order = torch.randperm(len(x))
    return x[order], y[order]
