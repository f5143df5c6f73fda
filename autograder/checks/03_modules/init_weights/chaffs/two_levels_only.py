"""The model, its children and their children are searched, and nothing below. A tree may be of any depth."""


def init_weights(model):
    found = [model]
    for child in model.children():
        found += [child, *child.children()]
    for module in found:
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
