"""Detached features, and the loss by one-hot rows."""


def head_only_loss(backbone, head, x, y):
    p = F.log_softmax(head(backbone(x).detach()), dim=-1)
    t = F.one_hot(y, p.shape[1]).to(p.dtype)
    return -(p * t).sum() / len(y)
