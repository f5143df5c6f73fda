"""Without an `eps` your function takes steps of another size than 1e-6."""


def numerical_gradient(f, x, eps=1e-5):
    place = x.detach().to(torch.float64)
    gradient = torch.zeros(place.shape, dtype=torch.float64)
    for index in np.ndindex(*place.shape):
        step = torch.zeros_like(place)
        step[index] = eps
        gradient[index] = (f(place + step).item() - f(place - step).item()) / (2 * eps)
    return gradient
