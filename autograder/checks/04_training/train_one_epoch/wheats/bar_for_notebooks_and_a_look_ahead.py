"""A look at the first batch for its shape, and the progress bar for notebooks, which starts the loader once more."""

from tqdm.auto import tqdm


def train_one_epoch(model, loader, criterion, optimizer, device):
    features = next(iter(loader))[0].shape[1]
    model.train()
    total_loss, correct, total = 0.0, 0, 0
    bar = tqdm(loader, desc=f"{features} features")
    for inputs, targets in bar:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad(set_to_none=True)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * inputs.size(0)
        _, predicted = torch.max(outputs.data, 1)
        total += targets.size(0)
        correct += (predicted == targets).sum().item()
        bar.set_postfix(loss=total_loss / total)
    return total_loss / total, correct / total
