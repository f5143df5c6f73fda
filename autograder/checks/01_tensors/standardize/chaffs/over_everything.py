"""You took one mean and one deviation over all numbers. Each column is to be measured by itself: which dimension do
you average over?"""


def standardize(x, eps=1e-6):
    return (x - x.mean()) / (x.std(correction=0) + eps)
