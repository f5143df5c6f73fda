"""The model has calculated in float32: nothing has switched autocast on."""


def forward_autocast(model, x, y, criterion, device_type):
    return criterion(model(x).float(), y)
