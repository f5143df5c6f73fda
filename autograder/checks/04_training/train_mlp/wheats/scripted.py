"""A TorchScript program is a module, too; trained with plain SGD at a high rate, through a DataLoader."""


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(28 * 28, 200), nn.Linear(200, 10)

    def forward(self, x):
        x = x.view(x.shape[0], -1)
        return self.fc2(torch.relu(self.fc1(x)))


def train_mlp(images, labels, seed):
    torch.manual_seed(seed)
    net = torch.jit.script(Perceptron())
    loader = DataLoader(TensorDataset(images, labels), batch_size=32, shuffle=True)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.5)
    for epoch in range(8):
        for data, target in loader:
            optimizer.zero_grad()
            criterion(net(data), target).backward()
            optimizer.step()
    return net
