"""The loss is a plain number, or a tensor made of one, and a number knows no model. What will backward have to go
on?"""


def classifier_loss(model, x, y):
    loss = nn.functional.cross_entropy(model(x), y)
    return torch.tensor(loss.item())
