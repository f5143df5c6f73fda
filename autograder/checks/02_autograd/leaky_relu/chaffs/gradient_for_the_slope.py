"""You return a gradient for the slope, which is a Python number and can take none. What stands in its place?"""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, upstream, ctx.slope * upstream), (upstream * x.clamp(max=0)).sum()


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
