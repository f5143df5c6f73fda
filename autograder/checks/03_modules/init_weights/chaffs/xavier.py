"""That is Xavier's (Glorot's) initialisation, which averages over inputs and outputs. Kaiming's looks at the inputs
alone, and makes up for ReLU."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.xavier_normal_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
