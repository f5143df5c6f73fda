"""A device with a number, such as "cuda:0", or a torch.device does not equal the string "cuda"."""


def make_device_loader(dataset, batch_size, device):
    pin = device == "cuda"
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
