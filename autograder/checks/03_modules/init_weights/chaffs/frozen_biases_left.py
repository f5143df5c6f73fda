"""Biases that do not require grad are passed over. Frozen or not, they become 0."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None and module.bias.requires_grad:
                nn.init.zeros_(module.bias)
