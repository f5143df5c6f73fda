"""The batches stay on the host: who moves them to the device, and when?"""


def make_device_loader(dataset, batch_size, device):
    def collate(samples):
        batch = torch.utils.data.default_collate(samples)
        return [t.to(device) for t in batch]

    kind = torch.device(device).type
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=kind == "cuda", collate_fn=collate)
