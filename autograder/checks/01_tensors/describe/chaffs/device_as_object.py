"""Under "device" you put a `torch.device` object; the exercise asks for its name as a text, such as "cpu"."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": t.device,
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
