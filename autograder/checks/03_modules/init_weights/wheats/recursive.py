"""The tree is walked by the function itself, and .data is written to."""


def init_weights(model):
    if isinstance(model, nn.Linear):
        model.weight.data.normal_(0, (2 / model.in_features) ** 0.5)
    elif isinstance(model, nn.Conv2d):
        height, width = model.kernel_size
        model.weight.data.normal_(0, (2 / (model.in_channels * height * width)) ** 0.5)
    if isinstance(model, (nn.Linear, nn.Conv2d)) and model.bias is not None:
        model.bias.data.zero_()
    for child in model.children():
        init_weights(child)
