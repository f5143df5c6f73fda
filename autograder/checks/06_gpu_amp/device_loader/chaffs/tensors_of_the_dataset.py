"""The loader is made from tensors in the dataset. Not every dataset has some: it has a length, and samples."""


def make_device_loader(dataset, batch_size, device):
    tensors = TensorDataset(*dataset.tensors)
    return DataLoader(tensors, batch_size, shuffle=True, pin_memory=torch.device(device).type == "cuda")
