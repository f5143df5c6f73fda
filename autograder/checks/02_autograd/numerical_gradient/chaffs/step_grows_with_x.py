"""Your step is larger where x is. That is a good habit elsewhere; here the step is `eps` for every element."""


def numerical_gradient(f, x, eps=1e-6):
    point = x.detach().to(torch.float64).reshape(-1)
    slopes = []
    for i in range(point.numel()):
        step = torch.zeros_like(point)
        step[i] = eps * max(1.0, abs(point[i].item()))
        above, below = f((point + step).reshape(x.shape)), f((point - step).reshape(x.shape))
        slopes.append((above.item() - below.item()) / (2 * step[i].item()))
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)
