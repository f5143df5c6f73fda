"""The features of an input are kept from one call to the next, and are old when the backbone has changed in between."""

features = {}


def head_only_loss(backbone, head, x, y):
    key = id(backbone), id(x)
    if key not in features:
        with torch.no_grad():
            features[key] = (x, backbone(x))
    return F.cross_entropy(head(features[key][1]), y)
