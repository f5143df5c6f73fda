"""Your function clears gradients. The model is in the middle of its training, and its `.grad` belongs to the
optimizer."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            slow.lerp_(fast, 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
    model.zero_grad()
