"""A loop over the channels."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        for name, values in {"means": mean, "stds": std}.items():
            self.register_buffer(name, torch.tensor([float(v) for v in values]))

    def forward(self, x):
        channels = [(x[:, c] - self.means[c]) / self.stds[c] for c in range(x.shape[1])]
        return torch.stack(channels, dim=1)
