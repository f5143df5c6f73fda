"""A module, cleared in place by zero_grad, and readings that are cloned."""


class Cube(nn.Module):
    def __init__(self, theta):
        super().__init__()
        self.theta = nn.Parameter(torch.tensor(theta, dtype=torch.double))

    def forward(self):
        return self.theta.pow(3)


def accumulation(theta):
    m = Cube(theta)
    s = []
    for i in range(3):
        if i == 2:
            m.zero_grad(set_to_none=False)
        m().backward()
        s.append(m.theta.grad.clone().detach())
    return tuple(torch.stack(s).tolist())
