"""You declare that your backward can not be differentiated. Here it can, and must be."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
