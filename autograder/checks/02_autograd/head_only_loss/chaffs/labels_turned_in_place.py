"""After the call the caller's y is a column: methods that end in `_` change the tensor itself, its shape too. Make the
column that you need from y, and leave y alone."""


def head_only_loss(backbone, head, x, y):
    with torch.no_grad():
        features = backbone(x)
    scores = F.log_softmax(head(features), dim=1)
    return -scores.gather(1, y.unsqueeze_(1)).mean()
