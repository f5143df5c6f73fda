"""You note where all uses of the class see it which numbers were positive, so the last use decides for the others.
Each use has a `ctx` of its own."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        LeakyReLU.positive = x > 0
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        return torch.where(LeakyReLU.positive, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
