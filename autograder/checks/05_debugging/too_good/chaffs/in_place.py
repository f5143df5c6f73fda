"""The numbers are right, and the caller's tables were overwritten with them: `-=` and `/=` write into their
tensor."""


def normalize(train, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    for table in (train, test):
        table -= mean
        table /= std
    return train, test
