"""All inputs are put together first, so the model is called once; a copy of it does the work."""


@torch.no_grad()
def evaluate(model, loader, criterion, device):
    inputs, labels = (torch.cat(parts).to(device) for parts in zip(*loader))
    logits = copy.deepcopy(model).eval()(inputs)
    return criterion(logits, labels).item(), logits.argmax(1).eq(labels).double().mean().item()
