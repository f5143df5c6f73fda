"""Goes through pairs of Python numbers."""


def bf16_error(x):
    pairs = list(zip(x.flatten().tolist(), x.bfloat16().flatten().tolist()))
    return max(abs(p - q) for p, q in pairs), max(abs(p - q) / abs(p) if p else 0.0 for p, q in pairs)
