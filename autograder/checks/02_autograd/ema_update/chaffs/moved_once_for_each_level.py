"""Parameters deep in the tree move several times in one update: `parameters()` already goes through all levels, and you
ask every module for them."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        for s_module, m_module in zip(shadow.modules(), model.modules()):
            for s, m in zip(s_module.parameters(), m_module.parameters()):
                s.copy_(decay * s + (1 - decay) * m)
            for s, m in zip(s_module.buffers(), m_module.buffers()):
                s.copy_(m)
