"""Broadcasts in NumPy."""


def pairwise_squared_distances(a, b):
    difference = a.numpy()[:, np.newaxis] - b.numpy()[np.newaxis]
    return torch.from_numpy(np.square(difference).sum(axis=2))
