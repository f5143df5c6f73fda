"""A random sampler shuffles, and keyword arguments are collected."""

from torch.utils.data import RandomSampler


def make_device_loader(dataset, batch_size, device):
    kind = device.type if isinstance(device, torch.device) else device.partition(":")[0]
    options = {"pin_memory": True} if kind == "cuda" else {}
    return DataLoader(dataset, sampler=RandomSampler(dataset), batch_size=batch_size, drop_last=False, **options)
