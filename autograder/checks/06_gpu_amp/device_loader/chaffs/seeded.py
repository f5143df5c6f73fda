"""The seed of PyTorch's random numbers is set, for all code there is. A loader shuffles without that."""


def make_device_loader(dataset, batch_size, device):
    torch.manual_seed(0)
    pin = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
