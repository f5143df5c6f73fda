"""Your function clears gradients. None takes part in the average, and whoever has left one in a `.grad` may still need
it."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            slow.lerp_(fast, 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
    model.zero_grad()
