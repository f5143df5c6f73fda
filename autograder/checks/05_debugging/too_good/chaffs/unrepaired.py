"""The mistake of the ticket is still there: mean and deviation are those of all rows, so the training data know
something of the test data. What is known at the time of training?"""


def normalize(train, test):
    """Both tables (N, D) and (M, D), shifted and scaled column by column, so that train has mean 0 and deviation 1."""
    everything = torch.cat([train, test])
    mean = everything.mean(dim=0)
    std = everything.std(dim=0, correction=0)
    return (train - mean) / std, (test - mean) / std
