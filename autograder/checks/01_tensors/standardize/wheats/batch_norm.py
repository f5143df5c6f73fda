"""What a layer in training mode does, with a mask for dull columns."""


def standardize(x, eps=1e-6):
    std = x.std(0, unbiased=False)
    if x.shape[0] < 2:
        return torch.zeros_like(x)
    z = torch.nn.functional.batch_norm(x, None, None, training=True, eps=1e-30)
    return torch.where(std <= eps, torch.zeros((), dtype=x.dtype), z)
