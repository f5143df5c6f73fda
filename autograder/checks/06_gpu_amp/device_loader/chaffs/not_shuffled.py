"""The samples come in the order of the dataset, in every epoch."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size=batch_size, pin_memory=pin)
