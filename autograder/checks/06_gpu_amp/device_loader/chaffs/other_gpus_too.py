"""Memory is pinned for other kinds of GPU, too. Pinned memory is scarce: it is asked for where the device is a CUDA
device, and there alone."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type in ("cuda", "xpu", "mps", "hip")
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
