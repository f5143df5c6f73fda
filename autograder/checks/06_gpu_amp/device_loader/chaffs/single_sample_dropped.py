"""A last batch of one sample is left out. An epoch is every sample once, however they fall into batches."""


def make_device_loader(dataset, batch_size, device):
    pin, alone = torch.device(device).type == "cuda", len(dataset) % batch_size == 1
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin, drop_last=alone)
