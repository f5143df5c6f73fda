"""One number at a time, with Python's own floats."""


def bf16_error(x):
    exact, rounded = x.flatten().tolist(), x.bfloat16().flatten().tolist()
    errors = [abs(p - q) for p, q in zip(exact, rounded)]
    return max(errors), max(error / abs(p) if p else 0.0 for error, p in zip(errors, exact))
