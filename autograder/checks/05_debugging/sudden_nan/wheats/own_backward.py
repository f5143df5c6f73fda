"""A function with a backward of its own."""


class _Length(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        length = (x * x).sum(dim=1).sqrt()
        ctx.save_for_backward(x, length)
        return length

    @staticmethod
    def backward(ctx, upstream):
        x, length = ctx.saved_tensors
        return upstream[:, None] * x / length.masked_fill(length == 0, 1)[:, None]


def lengths(x):
    return _Length.apply(x)
