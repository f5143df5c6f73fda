"""The deviation is the length of the centred column over the root of N."""


def standardize(x, eps=1e-6):
    centred = x - x.mean(0, keepdim=True)
    std = torch.linalg.norm(centred, dim=0, keepdim=True) / len(x) ** 0.5
    return torch.where(std > eps, centred / std, torch.zeros_like(x))
