"""Memory is pinned for a CUDA device only where this machine has CUDA, too. The question is for which device the loader
is."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type == "cuda" and torch.cuda.is_available()
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
