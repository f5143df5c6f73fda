"""Memory is pinned where the machine has CUDA. The question is for which device this loader is."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.cuda.is_available()
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
