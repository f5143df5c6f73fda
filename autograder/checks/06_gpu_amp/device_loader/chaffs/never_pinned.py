"""Memory is never pinned, so copies to a CUDA device have to wait."""


def make_device_loader(dataset, batch_size, device):
    pin = False
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
