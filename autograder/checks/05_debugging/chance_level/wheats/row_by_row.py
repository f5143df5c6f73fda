"""Row numbers, shuffled as a list, and the rows stacked anew."""


def shuffle(x, y, generator):
    numbers = torch.randperm(y.shape[0], generator=generator).tolist()
    parts = torch.utils.data.Subset(torch.utils.data.TensorDataset(x, y), numbers)
    rows, labels = zip(*(parts[i] for i in range(len(parts))))
    return torch.stack(rows), torch.stack(labels)
