"""You centre the columns and then divide by the deviations of the rows. Both statistics belong to the columns."""


def standardize(x, eps=1e-6):
    return (x - x.mean(dim=0)) / (x.std(dim=1, correction=0) + eps)
