"""You convert to float32 on the way. A float64 tensor is to stay float64, with all its digits."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x.float(), dim=0, correction=0)
    return (x.float() - mean) / (std + eps)
