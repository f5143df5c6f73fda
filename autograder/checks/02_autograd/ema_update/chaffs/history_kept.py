"""Every update is noted in a list that nobody empties. After a hundred thousand updates it does not fit into memory."""

history = []


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for slow, fast in zip(shadow.parameters(), model.parameters()):
            slow.mul_(decay).add_(fast, alpha=1 - decay)
        for mine, current in zip(shadow.buffers(), model.buffers()):
            mine.copy_(current)
        history.append([p.clone() for p in shadow.parameters()])
