"""Your shadow is a plain copy of the model: the average forgets where the shadow was. Only the buffers are copied."""


def ema_update(shadow, model, decay):
    shadow.load_state_dict(model.state_dict())
