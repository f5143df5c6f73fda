"""You switch on `requires_grad` for all of the head. The caller may have frozen some of it, and meant it."""


def head_only_loss(backbone, head, x, y):
    head.requires_grad_(True)
    with torch.no_grad():
        features = backbone(x)
    return F.cross_entropy(head(features), y)
