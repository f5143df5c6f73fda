"""A parameter that two layers share is updated twice, once for each of them: `state_dict()` has it under two names, and
who goes from layer to layer meets it twice. It is one parameter: `parameters()` of the whole lists it once."""


def ema_update(shadow, model, decay):
    state = model.state_dict()
    names = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    with torch.no_grad():
        for name, mine in shadow.state_dict().items():
            if name in names:
                mine.lerp_(state[name], 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
