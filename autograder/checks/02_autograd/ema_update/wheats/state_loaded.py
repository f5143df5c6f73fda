"""Builds a new state from the two old ones and loads it, which copies into the shadow's own tensors."""


def ema_update(shadow, model, decay):
    old, new = shadow.state_dict(), model.state_dict()
    learned = {name for name, _ in model.named_parameters()}
    state = {k: decay * old[k] + (1 - decay) * new[k] if k in learned else new[k].clone() for k in new}
    shadow.load_state_dict(state)
