"""Your function fails for slopes that are not between 0 and 1, as when it refuses them. The statement allows negative
ones and larger ones."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        if not 0 <= slope <= 1:
            raise ValueError(f"slope must be between 0 and 1, not {slope}")
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
