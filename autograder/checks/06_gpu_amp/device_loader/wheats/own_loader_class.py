"""A subclass of DataLoader, and the type of a device taken from a tensor-free comparison of types."""


class DeviceLoader(DataLoader):
    def __init__(self, dataset, batch_size, device):
        kind = device.type if isinstance(device, torch.device) else device.split(":")[0]
        super().__init__(dataset, batch_size, shuffle=True, pin_memory=kind == "cuda", drop_last=False)


def make_device_loader(dataset, batch_size, device):
    return DeviceLoader(dataset, batch_size, device)
