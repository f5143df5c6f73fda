"""The product of an empty list of numbers is 1.0, a float, in NumPy and in `torch.tensor(())`, and so your count of a
tensor without dimensions is not an integer. PyTorch can count the elements itself."""


def describe(t):
    numel = np.prod(t.shape)
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": numel,
        "nbytes": numel * t.element_size(),
    }
