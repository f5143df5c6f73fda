"""autocast as a decorator of an inner function."""


def forward_autocast(model, x, y, criterion, device_type):
    @torch.autocast(device_type, torch.bfloat16)
    def forward(inputs):
        return model(inputs)

    return criterion(forward(x).type(torch.float32), y)
