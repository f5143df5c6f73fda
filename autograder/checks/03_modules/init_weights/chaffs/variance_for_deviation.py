"""2/fan_in is the variance. The functions that draw normal numbers want the standard deviation."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.normal_(module.weight, 0.0, 2 / module.weight[0].numel())
            if module.bias is not None:
                nn.init.zeros_(module.bias)
