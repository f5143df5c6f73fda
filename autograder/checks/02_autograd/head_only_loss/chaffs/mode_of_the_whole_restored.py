"""You put the backbone's mode back with one call for all of it. Its parts can be in different modes, such as a
batch norm that stays in eval mode while the rest is trained."""


def head_only_loss(backbone, head, x, y):
    mode = backbone.training
    with torch.no_grad():
        features = backbone(x)
    backbone.train(mode)
    return F.cross_entropy(head(features), y)
