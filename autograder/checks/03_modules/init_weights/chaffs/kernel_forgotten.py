"""For convolutions, fan_in counts only the input channels. An output pixel adds up a whole window of each of them."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.normal_(module.weight, 0.0, math.sqrt(2 / module.weight.shape[1]))
            if module.bias is not None:
                nn.init.zeros_(module.bias)
