"""The normal distribution is cut off at fixed limits, which a layer with few inputs reaches: `trunc_normal_` cuts at −2
and 2. Nothing is to be cut."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            nn.init.trunc_normal_(m.weight, std=math.sqrt(2 / m.weight[0].numel()))
            if m.bias is not None:
                nn.init.zeros_(m.bias)
