"""You keep what f returns as a tensor, and move the element on before you read it. An f that returns a view of what it
was handed shows the new number then: read each result at once."""


def numerical_gradient(f, x, eps=1e-6):
    work = torch.empty(x.shape, dtype=torch.float64)
    work.copy_(x.detach())
    flat, slopes = work.view(-1), []
    for i in range(len(flat)):
        flat[i] += eps
        ahead = f(work)
        flat[i] -= 2 * eps
        behind = f(work)
        slopes.append((ahead - behind).item() / (2 * eps))
        flat[i] += eps
    return torch.tensor(slopes, dtype=torch.float64).view(x.shape)
