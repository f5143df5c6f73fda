"""A CUDA device is recognised by its whole name, with one index or none. A machine may have several: what do their
names share?"""


def make_device_loader(dataset, batch_size, device):
    pin = str(device) in ("cuda", "cuda:0")
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
