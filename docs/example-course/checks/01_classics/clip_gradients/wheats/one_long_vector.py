"""The long vector itself, made and measured; the new values are copied back."""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = []
    for parameter in parameters:
        if parameter.grad is not None:
            gradients.append(parameter.grad)
    if len(gradients) == 0:
        return torch.zeros(())
    norm = torch.linalg.vector_norm(torch.cat([gradient.flatten() for gradient in gradients]))
    factor = max_norm / (norm + eps) if norm > max_norm else 1.0
    for gradient in gradients:
        gradient.copy_(gradient * factor)
    return norm
