"""Only a tensor and a view made of it count as sharing: two views of a third tensor are strangers to you. Where their
numbers lie is certain: compare the storages."""


def shares_memory(a, b):
    return any((a is b, b is a._base, a is b._base))
