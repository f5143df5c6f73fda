"""You look into the parts of the modules, and not into the parts of these parts. `parameters()` and `buffers()`
find them at every depth."""


def ema_update(shadow, model, decay):
    seen = set()
    with torch.no_grad():
        for mine, current in zip([shadow, *shadow.children()], [model, *model.children()]):
            for name, parameter in mine.named_parameters(recurse=False):
                if parameter not in seen:
                    seen.add(parameter)
                    parameter.lerp_(current.get_parameter(name), 1 - decay)
            for name, buffer in mine.named_buffers(recurse=False):
                buffer.copy_(current.get_buffer(name))
