"""Your function seeds the global generator or draws from it. That is shared by all code: the caller's next random
numbers are other ones."""


def head_only_loss(backbone, head, x, y):
    torch.manual_seed(1)
    with torch.no_grad():
        features = backbone(x)
    return F.cross_entropy(head(features), y)
