"""Builds a new state from the two old ones and loads it; buffers that are in no state are copied one by one."""


def ema_update(shadow, model, decay):
    old, new = shadow.state_dict(), model.state_dict()
    learned = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    state = {k: decay * old[k] + (1 - decay) * new[k] if k in learned else new[k].clone() for k in new}
    shadow.load_state_dict(state)
    for name, buffer in shadow.named_buffers():
        if name not in state:
            buffer.copy_(model.get_buffer(name))
