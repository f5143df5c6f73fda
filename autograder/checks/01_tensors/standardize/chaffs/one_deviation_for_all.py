"""You centre every column by itself, but divide all of them by one common deviation. Each column has its own."""


def standardize(x, eps=1e-6):
    centred = x - x.mean(dim=0, keepdim=True)
    return centred / (centred.std(correction=0) + eps)
