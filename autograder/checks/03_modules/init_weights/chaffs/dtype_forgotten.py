"""The new numbers are made in the default dtype and put in the place of the old ones, so that a model of another dtype
becomes a mixture. What writes *into* a parameter keeps its dtype."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            std = math.sqrt(2 / m.weight[0].numel())
            m.weight.data = torch.randn(m.weight.shape) * std
            if m.bias is not None:
                m.bias.data = torch.zeros(m.bias.shape)
