"""Where all samples fit into one batch, they are not shuffled. Within the batch, too, they have an order."""


def make_device_loader(dataset, batch_size, device):
    cuda = torch.device(device).type == "cuda"
    return DataLoader(dataset, batch_size, shuffle=batch_size < len(dataset), pin_memory=cuda)
