"""PyTorch never hears of your backward: the result comes from a forward that you call yourself, or from operations
written out in leaky_relu, and autograd follows these one by one. The class is *applied*."""


class _Context:
    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, upstream, ctx.slope * upstream), None


def leaky_relu(x, slope=0.01):
    return LeakyReLU.forward(_Context(), x, slope)
