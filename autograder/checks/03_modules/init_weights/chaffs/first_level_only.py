"""Only the first level of the model is searched; layers in parts of parts stay as they were."""


def init_weights(model):
    for module in [model, *model.children()]:
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
