"""The backward of your own function gives the slope of each length, and leaves out the gradient that comes in. It is
right for a plain sum of lengths only: what else may be calculated from them?
"""


class RowLength(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        result = (x * x).sum(dim=1).sqrt()
        ctx.save_for_backward(x, result)
        return result

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return torch.where(result[:, None] > 0, x / result[:, None], torch.zeros_like(x))


def lengths(x):
    return RowLength.apply(x)
