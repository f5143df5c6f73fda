"""Loss and accuracy by a function each, and a pass over the loader each; gradients are switched off and on by hand."""


def mean_loss_of(model, batches, criterion):
    losses = torch.tensor([criterion(model(x), y) for x, y in batches], dtype=torch.float64)
    sizes = torch.tensor([len(y) for _, y in batches], dtype=torch.float64)
    return ((losses * sizes).sum() / sizes.sum()).item()


def accuracy_of(model, batches):
    right = torch.cat([model(x).argmax(1) == y for x, y in batches])
    return right.double().mean().item()


def evaluate(model, loader, criterion, device):
    mode, on = model.training, torch.is_grad_enabled()
    batches = [(x.to(device), y.to(device)) for x, y in loader]
    torch.set_grad_enabled(False)
    model.eval()
    result = mean_loss_of(model, batches, criterion), accuracy_of(model, batches)
    model.train(mode)
    torch.set_grad_enabled(on)
    return result
