"""Only the first level of the model is searched: parameters of parts of parts are not counted."""


def count_parameters(model, trainable_only=False):
    found = list(model.parameters(recurse=False))
    for part in model.children():
        for parameter in part.parameters(recurse=False):
            if all(parameter is not other for other in found):
                found.append(parameter)
    return sum(p.numel() for p in found if not trainable_only or p.requires_grad)
