"""Memory is pinned for every device that is not the CPU. It is CUDA devices that profit."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type != "cpu"
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
