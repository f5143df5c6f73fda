"""You keep x and the slope where all uses of the class see them, so the last use overwrites the others. Each use has a
`ctx` of its own."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        LeakyReLU.x, LeakyReLU.slope = x, slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        return torch.where(LeakyReLU.x > 0, upstream, LeakyReLU.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
