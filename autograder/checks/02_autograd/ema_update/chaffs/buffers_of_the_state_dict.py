"""Some of the model's buffers do not arrive: `state_dict()` holds only those that are meant to be saved, and a
module can have others. Which method goes through all buffers?"""


def ema_update(shadow, model, decay):
    parameters, state = dict(shadow.named_parameters(remove_duplicate=False)), model.state_dict()
    with torch.no_grad():
        for name, current in shadow.state_dict().items():
            if name not in parameters:
                current.copy_(state[name])
        for name, parameter in model.named_parameters():
            parameters[name].lerp_(parameter, 1 - decay)
