"""Layers that are attributes of their own and lie in an nn.Sequential as well."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        steps = []
        for number, (before, after) in enumerate(zip(sizes[:-1], sizes[1:])):
            layer = nn.Linear(before, after)
            self.add_module(f"fc{number}", layer)
            steps += [layer, nn.ReLU(), nn.Dropout(dropout)]
        self.steps = nn.Sequential(*steps[:-2])

    def forward(self, x):
        return self.steps(x)
