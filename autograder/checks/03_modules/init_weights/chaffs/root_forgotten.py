"""A model that is itself such a layer stays as it was: only its parts are searched, and it has none."""


def init_weights(model):
    for child in model.children():
        if isinstance(child, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(child.weight, nonlinearity="relu")
            if child.bias is not None:
                nn.init.zeros_(child.bias)
        init_weights(child)
