"""torch.device('cuda') and torch.device('cuda:0') are not equal: one has an index. Compare what they have in common."""


def make_device_loader(dataset, batch_size, device):
    pin = torch.device(device) == torch.device("cuda")
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=pin)
