"""The loss is made of plain numbers: torch.tensor(...) makes a new tensor of its own dtype, and requires_grad on it
does not bring the model back."""


def regression_loss(model, x, y):
    errors = (model(x).squeeze(1) - y) ** 2
    return torch.tensor(errors.mean().item(), requires_grad=True)
