"""Leaves the zeros out, in float64; if nothing is left, nothing is lost."""


def bf16_error(x):
    exact = x.double().flatten()
    error = (exact - exact.to(torch.bfloat16)).abs()
    nonzero = exact != 0
    ratios = error[nonzero] / exact[nonzero].abs()
    return float(error.max()), float(ratios.max()) if len(ratios) else 0.0
