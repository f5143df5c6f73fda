"""Your backward looks at the sign of the upstream gradient. Which tensor's sign decides, and how does backward get
hold of it?"""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        return torch.where(upstream > 0, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
