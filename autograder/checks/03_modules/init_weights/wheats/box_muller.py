"""Normal numbers from uniform ones."""


def init_weights(model):
    with torch.no_grad():
        for m in model.modules():
            if isinstance(m, (nn.Linear, nn.Conv2d)):
                u = 1 - torch.rand_like(m.weight)
                z = (-2 * u.log()).sqrt() * (2 * math.pi * torch.rand_like(m.weight)).cos()
                m.weight[:] = z * (2 / m.weight.flatten(1).shape[1]) ** 0.5
                if m.bias is not None:
                    m.bias *= 0
