"""A torch.device is handed in as well as a string. Your comparison with a string is false for it."""


def make_device_loader(dataset, batch_size, device):
    pin = device in ("cuda", "cuda:0", "cuda:1")
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
