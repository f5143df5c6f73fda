"""After the call the backbone is in eval mode, whatever mode it was in. `eval()` is about dropout and batch norm, not
about gradients."""


def head_only_loss(backbone, head, x, y):
    features = backbone(x).detach()
    loss = F.cross_entropy(head(features), y)
    backbone.eval()
    return loss
