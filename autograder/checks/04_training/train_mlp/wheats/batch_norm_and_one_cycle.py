"""Two hidden layers with BatchNorm, AdamW, and a rate that changes with every batch."""


def train_mlp(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 200),
        nn.BatchNorm1d(200),
        nn.ReLU(),
        nn.Linear(200, 100),
        nn.BatchNorm1d(100),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(100, 10),
    )
    epochs, size = 8, 100
    steps = epochs * math.ceil(len(images) / size)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=6e-3, total_steps=steps)
    for _ in range(epochs):
        for rows in torch.randperm(len(images)).split(size):
            loss = nn.functional.cross_entropy(model(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
    return model
