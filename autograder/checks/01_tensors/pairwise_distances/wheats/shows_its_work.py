"""Prints, logs and plots on the way, as one does while looking for a mistake."""

import logging


def pairwise_squared_distances(a, b):
    print("a =", a, "b =", b, sep="\n")
    difference = a[:, None] - b
    print(f"{difference.shape} {difference}")
    table = (difference**2).sum(-1)
    logging.warning("%s", table)
    plt.imshow(table)
    plt.colorbar()
    plt.close()
    return table
