"""Your answer is a tensor with one element; the exercise asks for Python's `True` or `False`."""


def shares_memory(a, b):
    return torch.tensor(a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr())
