"""Mean and deviation of each column; eps is added to the deviation, and dull columns are masked."""


def standardize(x, eps=1e-6):
    mean = x.mean(dim=0, keepdim=True)
    std = x.std(dim=0, correction=0, keepdim=True)
    return ((x - mean) / (std + eps)).masked_fill(std <= eps, 0)
