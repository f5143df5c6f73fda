"""PyTorch's forward and a backward that changes a clone."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.negative_slope = slope
        return F.leaky_relu(x, slope)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        grad = grad_output.clone()
        grad[x < 0] = grad[x < 0] * ctx.negative_slope
        return grad, None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.apply(x, slope)
