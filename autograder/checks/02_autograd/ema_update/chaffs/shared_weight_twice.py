"""A parameter that two layers share stands in `state_dict()` under two names, and is updated twice. It is one
parameter: `parameters()` lists it once."""


def ema_update(shadow, model, decay):
    state = model.state_dict()
    names = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    with torch.no_grad():
        for name, mine in shadow.state_dict().items():
            if name in names:
                mine.lerp_(state[name], 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
