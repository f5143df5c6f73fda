"""The weights are reshaped where they are to be transposed. The shape is right either way, but each output must read
one row of the weight: what a reshape gives mixes the rows."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.w1, self.b1 = nn.Parameter(torch.randn(hidden, in_features)), nn.Parameter(torch.zeros(hidden))
        self.w2, self.b2 = nn.Parameter(torch.randn(out_features, hidden)), nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        hidden = F.relu(x @ self.w1.reshape(self.w1.shape[::-1]) + self.b1)
        return hidden @ self.w2.reshape(self.w2.shape[::-1]) + self.b2
