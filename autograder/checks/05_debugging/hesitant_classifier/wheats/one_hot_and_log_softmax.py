"""One-hot targets and the log-softmax, summed by hand."""


def classifier_loss(model, x, y):
    logits = model(x)
    wanted = torch.zeros_like(logits).scatter_(1, y.unsqueeze(1), 1.0)
    return -(wanted * nn.LogSoftmax(dim=-1)(logits)).sum() / x.shape[0]
