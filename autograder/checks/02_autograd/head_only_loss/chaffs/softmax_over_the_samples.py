"""Your softmax runs over the samples of the batch. The classes of one sample compete with each other: which dimension
are they?"""


def head_only_loss(backbone, head, x, y):
    with torch.no_grad():
        features = backbone(x)
    log_p = F.log_softmax(head(features), dim=0)
    return F.nll_loss(log_p, y)
