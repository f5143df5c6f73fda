"""Each kind of accelerator is asked for by its name."""


def pick_device():
    for name in ("cuda", "mps", "xpu", "simgpu"):
        module = getattr(torch, name, None)
        if module is not None and module.is_available():
            return torch.device(name)
    return torch.device("cpu")
