"""You put all parameters into one vector, and a vector has one dtype: where they differ, some come back in another
one. Take them one by one."""


@torch.no_grad()
def ema_update(shadow, model, decay):
    slow, fast = list(shadow.parameters()), list(model.parameters())
    mixed = decay * torch.cat([p.reshape(-1) for p in slow]) + (1 - decay) * torch.cat([p.reshape(-1) for p in fast])
    for parameter, numbers in zip(slow, mixed.split([p.numel() for p in slow])):
        parameter.data = numbers.view(parameter.shape)
    for mine, current in zip(shadow.buffers(), model.buffers()):
        mine.copy_(current)
