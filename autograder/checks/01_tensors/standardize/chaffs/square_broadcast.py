"""Your statistics belong to the rows, and broadcasting lays them along the columns. Only a square matrix lets that
pass without an error: which dimension do you average over, and what does `keepdim=True` change?"""


def standardize(x, eps=1e-6):
    return (x - x.mean(dim=1)) / (x.std(dim=1, correction=0) + eps)
