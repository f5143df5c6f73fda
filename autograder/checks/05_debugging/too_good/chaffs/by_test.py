"""The ruler comes from test. It must come from the data that are there first."""


def normalize(train, test):
    mean, std = test.mean(dim=0), test.std(dim=0, correction=0)
    return (train - mean) / std, (test - mean) / std
