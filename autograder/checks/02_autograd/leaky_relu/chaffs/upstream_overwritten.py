"""Your backward writes into the gradient that it was handed, which others may still need. Make a new tensor."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        with torch.no_grad():
            upstream[x <= 0] *= ctx.slope
        return upstream, None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
