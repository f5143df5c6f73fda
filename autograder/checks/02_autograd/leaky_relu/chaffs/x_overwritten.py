"""After the call the caller's x holds other numbers: you wrote the result into it."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x > 0)
        ctx.slope = slope
        x.data[x <= 0] *= slope
        return x.clone()

    @staticmethod
    def backward(ctx, upstream):
        (positive,) = ctx.saved_tensors
        return torch.where(positive, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
