"""`backward` of your own autograd function does not use the gradient that comes to it: twice the loss has the same
gradient as the loss. Every step of the chain rule multiplies."""


class _Loss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, targets):
        ctx.save_for_backward(logits, targets)
        own = logits.gather(1, targets[:, None])[:, 0]
        return (logits.logsumexp(1) - own).mean()

    @staticmethod
    def backward(ctx, gradient):
        logits, targets = ctx.saved_tensors
        share = logits.softmax(1)
        share[torch.arange(len(targets)), targets] -= 1
        return share / len(targets), None


def cross_entropy(logits, targets):
    return _Loss.apply(logits, targets)
