"""Interpolates where nothing is recorded at all."""


def ema_update(shadow, model, decay):
    with torch.inference_mode():
        for (_, s), (_, m) in zip(shadow.named_parameters(), model.named_parameters()):
            s.copy_(torch.lerp(m, s, decay))
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
