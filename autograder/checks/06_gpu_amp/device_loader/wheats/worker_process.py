"""A process of its own reads the samples: it has a copy of the dataset, a new one in each epoch."""


def make_device_loader(dataset, batch_size, device):
    pins = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size, shuffle=True, pin_memory=pins, num_workers=1)
