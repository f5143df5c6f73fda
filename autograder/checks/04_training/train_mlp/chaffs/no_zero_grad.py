"""The gradients are never cleared and add up over all batches."""


def train_mlp(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8)
    for _ in range(8):
        for rows in torch.randperm(len(images)).split(64):
            nn.functional.cross_entropy(model(images[rows]), labels[rows]).backward()
            optimizer.step()
        scheduler.step()
    return model
