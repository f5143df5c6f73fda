"""One operation for all parameters together, and one for all buffers."""


def ema_update(shadow, model, decay):
    with torch.inference_mode(False), torch.no_grad():
        slow, fast = list(shadow.parameters()), list(model.parameters())
        torch._foreach_mul_(slow, decay)
        torch._foreach_add_(slow, fast, alpha=1 - decay)
        torch._foreach_copy_(list(shadow.buffers()), list(model.buffers()))
