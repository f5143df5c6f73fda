"""Remembers the mode of every submodule, and puts it back even if something raises."""

from tqdm import tqdm


def evaluate(model, loader, criterion, device):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    sizes, losses, shares = [], [], []
    try:
        with torch.no_grad():
            for x, y in tqdm(loader, leave=False):
                x, y = x.to(device), y.to(device)
                scores = model(x)
                sizes.append(len(y))
                losses.append(criterion(scores, y).item())
                shares.append((scores.argmax(dim=1) == y).double().mean().item())
    finally:
        for part, mode in modes:
            part.training = mode
    return float(np.average(losses, weights=sizes)), float(np.average(shares, weights=sizes))
