"""Clamping keeps the root away from 0, and then even a row of zeros has a length, and rows below it lose their
gradient."""


def lengths(x):
    return (x * x).sum(dim=1).clamp(min=1e-14).sqrt()
