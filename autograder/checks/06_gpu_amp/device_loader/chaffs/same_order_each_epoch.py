"""The samples are shuffled once, when the loader is made, and come in that same order in each epoch."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type == "cuda"
    order = torch.randperm(len(dataset)).tolist()
    return DataLoader(dataset, batch_size=batch_size, sampler=order, pin_memory=pin)
