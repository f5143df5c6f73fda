"""Batch normalisation without eps, with the statistics of train."""


def normalize(train, test):
    mean, variance = train.mean(0), train.var(0, unbiased=False)
    both = [nn.functional.batch_norm(table, mean, variance, eps=0.0) for table in (train, test)]
    return tuple(both)
