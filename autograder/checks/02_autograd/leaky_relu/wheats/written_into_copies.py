"""Multiplies the negative places of copies, in forward and in backward."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        y = x.clone()
        y[y <= 0] *= slope
        return y

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        grad = upstream.clone()
        grad[x <= 0] = grad[x <= 0] * ctx.slope
        return grad, None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
