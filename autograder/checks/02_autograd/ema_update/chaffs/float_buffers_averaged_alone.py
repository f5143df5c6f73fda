"""You average the buffers of floats and leave the others as they are. Each buffer becomes a copy of the model's,
whatever its dtype."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.lerp_(m, 1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            if torch.is_floating_point(s):
                s.lerp_(m, 1 - decay)
