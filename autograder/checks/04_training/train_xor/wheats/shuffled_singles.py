"""One point at a time, in a new order each epoch, with a generator of its own and momentum."""


def train_xor(seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float32)
    y = torch.tensor([0, 1, 1, 0], dtype=torch.float32).unsqueeze(1)
    model = nn.Sequential(nn.Linear(2, 20), nn.Tanh(), nn.Linear(20, 1))
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn(p.shape, generator=generator) * 0.9)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    losses = []
    for epoch in range(90):
        total = 0.0
        for row in torch.randperm(4, generator=generator).split(1):
            loss = nn.functional.softplus(-(2 * y[row] - 1) * model(x[row])).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() / 4
        losses.append(total)
    return model, losses
