"""Your function prints the description and returns nothing. Printing shows a value to you; `return` hands it to
whoever called the function."""


def describe(t):
    print(tuple(t.shape), t.dtype, str(t.device), t.ndim, t.numel(), t.nbytes)
