"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def shares_memory(a, b):
    torch.manual_seed(0)
    torch.rand(a.shape)
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
