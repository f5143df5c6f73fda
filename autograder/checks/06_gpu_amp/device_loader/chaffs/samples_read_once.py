"""All samples are read once, when the loader is made. A dataset that turns its pictures at random is asked no more."""


def make_device_loader(dataset, batch_size, device):
    samples = [dataset[number] for number in range(len(dataset))]
    return DataLoader(samples, batch_size, shuffle=True, pin_memory=torch.device(device).type == "cuda")
