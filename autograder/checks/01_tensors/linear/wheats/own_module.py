"""A module that keeps the two tensors and adds in place."""


class Linear(torch.nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.w, self.b = weight, bias

    def forward(self, x):
        out = torch.matmul(x, self.w.transpose(0, 1))
        if self.b is not None:
            out += self.b
        return out


def linear(x, weight, bias=None):
    return Linear(weight, bias)(x)
