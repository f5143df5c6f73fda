"""A train that is normalised already comes back itself, and so does its test. New tables are asked for, always: who
writes into a result does not expect the input to change."""


def normalize(train, test):
    mean, deviation = train.mean(dim=0), train.std(dim=0, correction=0)
    if mean.abs().max() < 1e-6 and (deviation - 1).abs().max() < 1e-6:
        return train, test
    return (train - mean) / deviation, (test - mean) / deviation
