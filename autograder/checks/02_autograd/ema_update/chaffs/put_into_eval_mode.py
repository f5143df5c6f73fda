"""After the call a module is in another mode (train or eval) than before. An average has nothing to do with modes."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            slow.lerp_(fast, 1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
    model.eval()
