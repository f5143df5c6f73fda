"""With a decay of 1 your function does nothing at all. The parameters do not move then; the buffers become copies of
the model's all the same."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    if decay < 1:
        for mine, theirs in zip(shadow.parameters(), model.parameters()):
            mine.lerp_(theirs, 1 - decay)
        for mine, theirs in zip(shadow.buffers(), model.buffers()):
            mine.copy_(theirs)
