"""Every module's own parameters, and a memory of those that were seen."""


def count_parameters(model, trainable_only=False):
    seen = {}
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            seen[id(parameter)] = parameter
    if trainable_only:
        seen = {key: p for key, p in seen.items() if p.requires_grad}
    return sum(map(torch.numel, seen.values()))
