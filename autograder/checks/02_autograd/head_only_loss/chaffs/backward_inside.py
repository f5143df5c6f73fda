"""You call `backward` yourself. The caller does that, and a second backward through the same graph fails."""


def head_only_loss(backbone, head, x, y):
    loss = F.cross_entropy(head(backbone(x).detach()), y)
    loss.backward()
    return loss
