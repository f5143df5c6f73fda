"""Settings collected in a dict; batches come from a BatchSampler."""

from torch.utils.data import BatchSampler, RandomSampler


def make_device_loader(dataset, batch_size, device):
    settings = {"batch_sampler": BatchSampler(RandomSampler(dataset), batch_size, drop_last=False)}
    if str(device).startswith("cuda"):
        settings["pin_memory"] = True
    return DataLoader(dataset, **settings)
