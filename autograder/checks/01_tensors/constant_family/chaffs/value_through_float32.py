"""The value becomes float32 on its way into your tensor: `torch.tensor` and `torch.full` make that of a Python float.
What it rounds away no later cast brings back: name the dtype where the number becomes a tensor."""


def constant_family(x, value):
    full = torch.zeros_like(x)
    full[...] = torch.tensor(value)
    return torch.zeros_like(x), torch.ones_like(x), full
