"""The name of a CUDA device begins with cuda."""


def make_device_loader(dataset, batch_size, device):
    return DataLoader(dataset, batch_size, True, pin_memory=str(device).startswith("cuda"))
