"""Eight units, and a new start where the first one gets stuck."""


def train_xor(seed):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float32)
    y = torch.tensor([0, 1, 1, 0], dtype=torch.float32).unsqueeze(1)
    torch.manual_seed(seed)
    for attempt in range(5):
        model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.08)
        losses = []
        for step in range(200):
            loss = nn.functional.binary_cross_entropy_with_logits(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        if losses[-1] < 0.1:
            break
    return model, losses
