"""mean and std are plain attributes. state_dict does not know them, so they are lost when the model is saved, and .to()
leaves them where they are. What is there for tensors that belong to a module and are not trained?"""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean = torch.tensor(mean).view(1, -1, 1, 1)
        self.std = torch.tensor(std).view(1, -1, 1, 1)

    def forward(self, x):
        return (x - self.mean) / self.std
