"""Your tensors are made from NumPy arrays. NumPy has no bfloat16, and knows no device but the CPU: PyTorch has a
function of its own for each of the three."""


def constant_family(x, value):
    a = x.detach().numpy()
    return (
        torch.from_numpy(np.zeros_like(a)),
        torch.from_numpy(np.ones_like(a)),
        torch.from_numpy(np.full_like(a, value)),
    )
