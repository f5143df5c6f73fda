"""An operation of its own, whose backward returns no gradient."""


class Stop(torch.autograd.Function):
    @staticmethod
    def forward(ctx, t):
        return t.view_as(t)

    @staticmethod
    def backward(ctx, g):
        return None


def head_only_loss(backbone, head, x, y):
    return F.cross_entropy(head(Stop.apply(backbone(x))), y)
