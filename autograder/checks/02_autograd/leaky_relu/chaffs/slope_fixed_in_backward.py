"""Your backward uses a slope of its own, whatever slope forward was called with. How does a number get from forward
to backward?"""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, upstream, 0.01 * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
