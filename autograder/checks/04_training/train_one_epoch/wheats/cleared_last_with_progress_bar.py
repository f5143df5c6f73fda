"""zero_grad last, after the step; a progress bar around the loader."""

from tqdm import tqdm


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train(True)
    losses, hits = [], []
    for inputs, targets in tqdm(loader, disable=False, leave=False):
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        losses += [loss.item()] * targets.shape[0]
        hits += (outputs.detach().max(dim=1).indices == targets).tolist()
    return sum(losses) / len(losses), sum(hits) / len(hits)
