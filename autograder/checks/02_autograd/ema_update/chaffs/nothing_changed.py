"""Nothing happens to the shadow at all: `s = …` gives the name on the left a new meaning and leaves the tensor alone.
Which methods change the tensor itself?"""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s = decay * s + (1 - decay) * m
        for s, m in zip(shadow.buffers(), model.buffers()):
            s = m.clone()
