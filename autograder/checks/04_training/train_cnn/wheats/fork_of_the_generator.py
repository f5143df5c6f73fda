"""Seeded inside fork_rng, early layers lazy, moved images as augmentation, momentum, a model built from a list."""


def train_cnn(images, labels, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        layers = []
        for channels, size in ((8, 5), (16, 3)):
            layers += [nn.LazyConv2d(channels, size, padding="same"), nn.ELU(), nn.MaxPool2d(2)]
        model = nn.Sequential(*layers, nn.Flatten(), nn.LazyLinear(10))
        model(images[:1])
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, nesterov=True)
        for epoch in range(6):
            for rows in torch.randperm(len(images)).split(32):
                shift = torch.randint(-1, 2, (2,)).tolist()
                x = images[rows].roll(shift, dims=(2, 3))
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(x), labels[rows]).backward()
                optimizer.step()
            optimizer.param_groups[0]["lr"] *= 0.7
        return model
