"""You skip parameters of the shadow that do not require grad. A shadow is not trained, so it is often frozen as a
whole; it follows the model all the same."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            if slow.requires_grad:
                slow.lerp_(fast, 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
