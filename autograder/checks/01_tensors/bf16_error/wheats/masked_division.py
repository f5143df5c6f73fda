"""Divides in NumPy where x is not zero."""


def bf16_error(x):
    a = x.detach().numpy().astype(np.float64)
    b = x.to(torch.bfloat16).to(torch.float64).numpy()
    e = np.abs(a - b)
    rel = np.divide(e, np.abs(a), out=np.zeros_like(e), where=a != 0)
    return float(e.max()), float(rel.max())
