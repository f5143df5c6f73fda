"""After the call the backbone is in eval mode, whatever mode it was in. `eval()` is about dropout and batch norm, not
about gradients."""


def head_only_loss(backbone, head, x, y):
    backbone.eval()
    with torch.no_grad():
        features = backbone(x)
    return F.cross_entropy(head(features), y)
