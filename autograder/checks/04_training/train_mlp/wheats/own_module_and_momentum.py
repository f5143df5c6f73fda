"""A module of its own, a DataLoader with a generator, and SGD with momentum."""


class TwoLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(28 * 28, 300)
        self.head = nn.Linear(300, 10)

    def forward(self, x):
        return self.head(torch.relu(self.hidden(x.reshape(len(x), -1))))


def train_mlp(images, labels, seed):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    network = TwoLayers()
    loader = DataLoader(TensorDataset(images, labels), batch_size=32, shuffle=True, generator=generator)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8)
    criterion = nn.CrossEntropyLoss()
    network.train()
    for epoch in range(8):
        for x, y in loader:
            optimizer.zero_grad()
            criterion(network(x), y).backward()
            optimizer.step()
        scheduler.step()
    return network.eval()
