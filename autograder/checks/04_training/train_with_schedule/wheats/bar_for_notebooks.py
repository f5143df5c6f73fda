"""The progress bar for notebooks, which starts the loader once more, and PyTorch's scheduler asked for its rate."""

from torch.optim.lr_scheduler import CosineAnnealingLR
from tqdm.auto import tqdm, trange


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    print("batches of", tuple(next(iter(loader))[0].shape))
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
    scheduler = CosineAnnealingLR(optimizer, epochs, eta_min=0.0)
    used = []
    for epoch in trange(epochs):
        model.train()
        used += scheduler.get_last_lr()
        for inputs, labels in tqdm(loader, desc=f"epoch {epoch}"):
            optimizer.zero_grad()
            loss = criterion(model(inputs), labels)
            loss.backward()
            optimizer.step()
        scheduler.step()
    return used
