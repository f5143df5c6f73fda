"""PyTorch's own function for averaged models, and copies of the buffers."""


def ema_update(shadow, model, decay):
    from torch.optim.swa_utils import get_ema_multi_avg_fn

    with torch.no_grad():
        get_ema_multi_avg_fn(decay)(list(shadow.parameters()), list(model.parameters()), None)
        for s, m in zip(shadow.buffers(), model.buffers()):
            s.copy_(m)
