"""The value is right, and nothing is learned from it: no graph was recorded on the way. What will backward have to go
on?"""


def classifier_loss(model, x, y):
    with torch.no_grad():
        logits = model(x)
    return nn.functional.cross_entropy(logits, y)
