"""You always use the same small number and ignore the argument `eps`. A column with a tiny spread and a far tinier
`eps` is not constant."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0, keepdim=True)
    return (x - mean) / (std + 1e-6)
