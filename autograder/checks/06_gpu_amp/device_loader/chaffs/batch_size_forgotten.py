"""The batches have one sample each: nobody told the loader about batch_size."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device).type == "cuda"
    return DataLoader(dataset, shuffle=True, pin_memory=pin)
