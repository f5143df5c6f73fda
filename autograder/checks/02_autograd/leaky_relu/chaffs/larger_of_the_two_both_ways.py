"""Your forward takes the larger of x and slope·x. With a slope above 1 that is the wrong one."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.maximum(x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > ctx.slope * x, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
