"""Your function clears the gradients of the head. Whoever takes a batch in several parts, and steps once, loses all
parts but the last: clearing is the caller's business."""


def head_only_loss(backbone, head, x, y):
    head.zero_grad()
    with torch.no_grad():
        features = backbone(x)
    return F.cross_entropy(head(features), y)
