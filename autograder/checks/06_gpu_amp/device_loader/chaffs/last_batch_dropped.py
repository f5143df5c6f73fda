"""The last batch is dropped where it is smaller than the others, and its samples with it."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, drop_last=True, pin_memory=pin)
