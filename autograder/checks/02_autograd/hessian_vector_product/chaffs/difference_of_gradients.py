"""Your product is only close: a difference of two gradients keeps half of the digits. Autograd differentiates
exactly."""


def hessian_vector_product(f, x, v):
    def gradient(point):
        point = point.detach().requires_grad_(True)
        return torch.autograd.grad(f(point), point)[0]

    eps = 1e-4
    return (gradient(x + eps * v) - gradient(x - eps * v)) / (2 * eps)
