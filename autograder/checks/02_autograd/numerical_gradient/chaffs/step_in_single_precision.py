"""Your numbers are only right to seven digits: something on the way is float32. Is it the step, or the list that
`torch.tensor` turns into a tensor? Calculate in float64 throughout."""


def numerical_gradient(f, x, eps=1e-6):
    point = x.detach().to(torch.float64).reshape(-1)
    slopes = []
    for row in eps * torch.eye(point.numel()):
        above, below = f((point + row).reshape(x.shape)), f((point - row).reshape(x.shape))
        slopes.append((above.item() - below.item()) / (2 * eps))
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)
