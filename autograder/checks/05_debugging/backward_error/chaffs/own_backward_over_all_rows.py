"""The backward of your own function adds up over all rows. Each row has a softmax, and so a sum, of its own."""


class Attend(torch.autograd.Function):
    @staticmethod
    def forward(ctx, scores, values):
        weights = scores.softmax(dim=1)
        ctx.save_for_backward(weights, values)
        return weights @ values

    @staticmethod
    def backward(ctx, grad):
        weights, values = ctx.saved_tensors
        slopes = grad @ values.T
        return weights * (slopes - (weights * slopes).sum()), weights.T @ grad


def attend(scores, values):
    return Attend.apply(scores, values)
