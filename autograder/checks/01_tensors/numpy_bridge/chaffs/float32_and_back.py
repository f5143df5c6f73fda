"""You convert every tensor to float32 and the array back again. Numbers of float64, and large integers, lose digits on
the way that no conversion brings back: only bfloat16 needs float32."""


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    dtype = torch.empty(0, dtype=torch.float32 if t.dtype == torch.bfloat16 else t.dtype).numpy().dtype
    return t.detach().float().numpy().astype(dtype)
