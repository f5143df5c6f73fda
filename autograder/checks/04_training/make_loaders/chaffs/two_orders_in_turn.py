"""Two orders take turns: the third epoch is the first one again. An epoch's order is a new one each time."""

from torch.utils.data import Sampler


class Turns(Sampler):
    def __init__(self, orders):
        self.orders, self.turn = orders, 0

    def __len__(self):
        return len(self.orders[0])

    def __iter__(self):
        self.turn += 1
        return iter(self.orders[self.turn % 2])


def make_loaders(dataset, val_fraction, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    held_back = round(val_fraction * len(dataset))
    training = Subset(dataset, order[held_back:])
    turns = Turns([torch.randperm(len(training), generator=generator).tolist() for _ in range(2)])
    train_loader = DataLoader(training, batch_size, sampler=turns, generator=torch.Generator())
    return train_loader, DataLoader(Subset(dataset, order[:held_back]), batch_size)
