"""Goes through the parts of both modules, and meets a shared parameter once."""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        done = set()
        for s, m in zip(shadow.modules(), model.modules()):
            for k, p in s._parameters.items():
                if p is not None and id(p) not in done:
                    done.add(id(p))
                    p.lerp_(m._parameters[k], 1 - decay)
            for k, b in s._buffers.items():
                if b is not None:
                    b.copy_(m._buffers[k])
