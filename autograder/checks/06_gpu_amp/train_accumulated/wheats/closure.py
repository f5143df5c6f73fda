"""All in the closure that PyTorch's optimizers take; NumPy's weighted average, which is a float, too."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    sizes = np.array([len(x) for x, _ in micro_batches])
    losses = []

    def closure():
        optimizer.zero_grad()
        for (x, y), share in zip(micro_batches, sizes / sizes.sum()):
            loss = criterion(model(x), y)
            (float(share) * loss).backward()
            losses.append(loss.item())

    optimizer.step(closure)
    return np.average(losses, weights=sizes)
