"""The shadow keeps its old buffers: running statistics that belong to other weights. `parameters()` does not list
them."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s, m in zip(shadow.parameters(), model.parameters()):
            s.mul_(decay).add_(m, alpha=1 - decay)
