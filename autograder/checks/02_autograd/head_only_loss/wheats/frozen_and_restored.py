"""Freezes the backbone for the time of the call, and restores each flag as it was."""


def head_only_loss(backbone, head, x, y):
    flags = [(p, p.requires_grad) for p in backbone.parameters()]
    try:
        for p, _ in flags:
            p.requires_grad_(False)
        loss = F.nll_loss(F.log_softmax(head(backbone(x)), dim=1), y)
    finally:
        for p, flag in flags:
            p.requires_grad_(flag)
    return loss
