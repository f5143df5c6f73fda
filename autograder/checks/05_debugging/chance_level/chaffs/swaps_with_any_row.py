"""Each place swapped with any other: are all orders equally likely? Three rows: 27 ways to draw, six orders."""


def shuffle(x, y, generator):
    idx = list(range(len(x)))
    for i in range(len(x)):
        j = torch.randint(len(x), (1,), generator=generator).item()
        idx[i], idx[j] = idx[j], idx[i]
    return x[idx], y[idx]
