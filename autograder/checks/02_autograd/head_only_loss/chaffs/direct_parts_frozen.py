"""Parts of the backbone are frozen, and parts within these parts are not. `parameters()` goes through all levels."""


def head_only_loss(backbone, head, x, y):
    parts = [backbone, *backbone.children()]
    trained = [p for part in parts for p in part.parameters(recurse=False) if p.requires_grad]
    for p in trained:
        p.requires_grad_(False)
    loss = F.cross_entropy(head(backbone(x)), y)
    for p in trained:
        p.requires_grad_(True)
    return loss
