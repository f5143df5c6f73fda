"""A model that is a Conv2d itself stays as it was. Like a Linear, it may be the whole model."""


def init_weights(model):

    for m in [model, *list(model.modules())[1:]] if isinstance(model, nn.Linear) else list(model.modules())[1:]:
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            nn.init.normal_(m.weight, std=math.sqrt(2 / m.weight[0].numel()))
            if m.bias is not None:
                nn.init.zeros_(m.bias)
