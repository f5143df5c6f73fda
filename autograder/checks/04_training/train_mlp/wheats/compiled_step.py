"""A step that is compiled, log-probabilities (which are logits) with the loss that goes with them, and AdamW."""


@torch.compile
def loss_of(model, x, y):
    return nn.functional.nll_loss(model(x), y)


def train_mlp(images, labels, seed):
    torch.manual_seed(seed)
    model = torch.compile(
        nn.Sequential(nn.Flatten(1), nn.Linear(784, 128), nn.GELU(), nn.Linear(128, 10), nn.LogSoftmax(dim=-1))
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    for epoch in range(6):
        order = torch.randperm(images.shape[0])
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            optimizer.zero_grad()
            loss_of(model, images[rows], labels[rows]).backward()
            optimizer.step()
    model.eval()
    return model
