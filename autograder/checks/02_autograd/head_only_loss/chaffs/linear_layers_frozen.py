"""Only layers of one kind are frozen while the backbone runs. A batch norm has parameters, too, and so may any module:
`parameters()` gives them all."""


def head_only_loss(backbone, head, x, y):
    layers = [part for part in backbone.modules() if isinstance(part, nn.Linear)]
    trained = [p for layer in layers for p in layer.parameters() if p.requires_grad]
    for p in trained:
        p.requires_grad_(False)
    loss = F.cross_entropy(head(backbone(x)), y)
    for p in trained:
        p.requires_grad_(True)
    return loss
