"""One mean and one deviation are used for the whole table. Each column has its own."""


def normalize(train, test):
    mean, std = train.mean(), train.std(correction=0)
    return (train - mean) / std, (test - mean) / std
