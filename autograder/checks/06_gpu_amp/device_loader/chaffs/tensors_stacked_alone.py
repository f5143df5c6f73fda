"""You put batches together yourself, and in a way that only some samples bear: a sample may be a tensor alone, or hold
numbers. Without a collate_fn, a DataLoader knows all of these."""


def make_device_loader(dataset, batch_size, device):
    def collate(samples):
        return [torch.stack(column) for column in zip(*samples)]

    pin = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size, shuffle=True, pin_memory=pin, collate_fn=collate)
