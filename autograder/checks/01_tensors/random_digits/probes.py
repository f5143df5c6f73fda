"""Probes of random_digits: they run beside the student's code, observe, and know no answer."""

import torch


def drawn_after_a_write(student, shape, seed):
    """Draw, write into every tensor of the result, and draw with the same seed again: the digits of the second time."""
    result = student.random_digits(shape, seed)
    with torch.inference_mode():  # where tensors may be written to whatever mode they were made in
        for t in result if isinstance(result, (tuple, list)) else [result]:
            if isinstance(t, torch.Tensor):
                t.fill_(7)
    return _digits(student.random_digits(shape, seed))


def seeds_like(student, shape, seed, others):
    """Which of the other seeds give the same digits as this one."""
    digits = _digits(student.random_digits(shape, seed)).clone()
    return [other for other in others if torch.equal(_digits(student.random_digits(shape, other)), digits)]


def _digits(result):
    return result[0] if isinstance(result, (tuple, list)) and result else result
