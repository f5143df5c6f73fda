"""The backward of your own function takes off the plain mean, as if all weights were equal. In the derivative of a
softmax, each entry counts with its own weight.
"""


class Attention(torch.autograd.Function):
    @staticmethod
    def forward(ctx, scores, values):
        weights = scores.softmax(dim=1)
        ctx.save_for_backward(weights, values)
        return weights @ values

    @staticmethod
    def backward(ctx, grad):
        weights, values = ctx.saved_tensors
        slopes = grad @ values.T
        return weights * (slopes - slopes.mean(dim=1, keepdim=True)), weights.T @ grad


def attend(scores, values):
    return Attention.apply(scores, values)
