"""The positive part plus the slope times the negative part; the mask is kept in an attribute."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.positive, ctx.slope = x > 0, slope
        return x.clamp(min=0) + slope * x.clamp(max=0)

    @staticmethod
    def backward(ctx, upstream):
        if not ctx.needs_input_grad[0]:
            return None, None
        return upstream * ctx.positive + ctx.slope * upstream * ~ctx.positive, None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
