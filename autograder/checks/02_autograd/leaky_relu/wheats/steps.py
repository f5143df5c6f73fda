"""A mask of zeros and ones, kept as an attribute of ctx, and arithmetic with it."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.step = torch.heaviside(x.detach(), torch.zeros((), dtype=x.dtype))
        ctx.slope = slope
        return x.clamp(min=0) + slope * x.clamp(max=0)

    @staticmethod
    def backward(ctx, upstream):
        return upstream * ctx.step + upstream * (1 - ctx.step) * ctx.slope, None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
