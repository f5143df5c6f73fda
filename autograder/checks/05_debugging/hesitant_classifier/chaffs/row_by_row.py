"""The model is called with one row at a time, and not once with all of x. Batch normalisation, say, answers otherwise
then: it looks at the whole batch."""


def classifier_loss(model, x, y):
    losses = [nn.functional.cross_entropy(model(x[i : i + 1]), y[i : i + 1]) for i in range(len(x))]
    return torch.stack(losses).mean()
