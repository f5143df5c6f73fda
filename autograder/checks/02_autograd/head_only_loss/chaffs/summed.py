"""Your loss is the sum over the samples; cross_entropy as it stands takes the mean."""


def head_only_loss(backbone, head, x, y):
    with torch.no_grad():
        features = backbone(x)
    return F.cross_entropy(head(features), y, reduction="sum")
