"""The same parameter objects, on new memory."""


def ema_update(shadow, model, decay):
    for s, m in zip(shadow.parameters(), model.parameters()):
        s.data = decay * s.data + (1 - decay) * m.data
    for s, m in zip(shadow.buffers(), model.buffers()):
        s.data = m.data.clone()
