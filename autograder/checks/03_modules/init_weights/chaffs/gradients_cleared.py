"""The gradients are cleared. Only weights and biases were asked for; everything else stays untouched."""


def init_weights(model):
    model.zero_grad()
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            nn.init.normal_(m.weight, std=math.sqrt(2 / m.weight[0].numel()))
            if m.bias is not None:
                nn.init.zeros_(m.bias)
