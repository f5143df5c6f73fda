"""The model runs with bfloat16 copies of its parameters, also where autocast would have calculated in float32. Autocast
converts where it is worth it, and there alone."""


def forward_autocast(model, x, y, criterion, device_type):
    converted = {name: parameter.bfloat16() for name, parameter in model.named_parameters()}
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = torch.func.functional_call(model, converted, (x,))
    return criterion(logits.float(), y)
