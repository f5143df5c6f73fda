"""A column that never changes has deviation 0, and 0 / 0 is NaN. What must the divisor never become?"""


def standardize(x, eps=1e-6):
    return (x - x.mean(dim=0)) / x.std(dim=0, correction=0)
