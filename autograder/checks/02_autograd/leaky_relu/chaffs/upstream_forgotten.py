"""Your backward returns its own slope and drops the gradient that it was handed. That goes unnoticed only where it
is 1."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, torch.ones_like(x), ctx.slope * torch.ones_like(x)), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
