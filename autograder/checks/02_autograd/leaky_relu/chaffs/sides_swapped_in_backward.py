"""Your backward multiplies the wrong side by the slope: the positive one."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, ctx.slope * upstream, upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
