"""Your counts are tensors; the exercise asks for Python integers. A tensor with one element gives its number to
`.item()`, but here a method gives you an integer to begin with."""


def describe(t):
    numel = torch.tensor(t.shape, dtype=torch.int64).prod()
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": torch.tensor(t.ndim),
        "numel": numel,
        "nbytes": numel * t.element_size(),
    }
