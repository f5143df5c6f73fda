"""A function that remembers the ruler."""


def normalize(train, test):
    def fit(table):
        center = table.mean(0, keepdim=True)
        spread = (table - center).square().mean(0, keepdim=True).sqrt()
        return lambda rows: torch.div(rows - center, spread)

    transform = fit(train)
    return transform(train), transform(test)
