"""One comparison a class; the loss function without a reduction picks."""


def one_hot(labels, num_classes):
    return torch.stack([(labels == c) for c in range(num_classes)], dim=1).to(torch.int64)


def pick(logits, labels):
    return -torch.nn.functional.nll_loss(logits, labels, reduction="none")
